// What a command costs: runs it and appends "wall_s user_s system_s peak_rss_kib status" to a file.
//
//   cc -O3 -o cost cost.c
//   cost FILE COMMAND [WORD…]      ends as the command ended
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

int main(int count, char **words) {
    if (count < 3) return 64;
    struct timespec start, end;
    struct rusage used;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child < 0) return 71;
    if (child == 0) {
        execvp(words[2], words + 2);
        perror(words[2]);
        _exit(127);
    }
    if (wait4(child, &status, 0, &used) != child) return 71;
    clock_gettime(CLOCK_MONOTONIC, &end);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    FILE *file = fopen(words[1], "a");
    if (!file) return 73;
    fprintf(file, "%.4f %.4f %.4f %ld %d\n", (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9,
        seconds(used.ru_utime), seconds(used.ru_stime), used.ru_maxrss, code);
    fclose(file);
    return code;
}
