// The door into libFuzzer, for a program that has a main of its own (https://llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a
// library", read 2026-11-21).
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*fuzz)(const uint8_t *data, size_t size));
