// The yardstick: what one core needs for the bare work of a current that passes events on unchanged.
//
// Reads JSON lines, checks the grammar of each, copies it into {"events":[…]} and posts that over keep-alive
// connections, in turn. It has no retries, no state, no selection and no limits; it checks neither UTF-8 nor
// repeated keys. So it shows how near the real program is to what cannot be saved, and is no rival of it.
//
//   cc -O3 -o yardstick yardstick.c
//   yardstick EVENTS PORT BATCH SOCKETS       posts to 127.0.0.1
//   yardstick EVENTS dry BATCH                the same in memory, without posting; prints CPU nanoseconds per event
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { READ_SIZE = 1 << 20, MAX_LINE = 16 << 20, MAX_DEPTH = 128, MAX_SOCKETS = 64 };

static void die(const char *what) {
    perror(what);
    exit(1);
}

// ---- Checking one line

// From behind an opening quote to behind the closing one; NULL when the string is malformed.
static const uint8_t *skip_string(const uint8_t *at, const uint8_t *end) {
    for (;;) {
#ifdef __SSE2__
        const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
        while (end - at >= 16) {
            __m128i block = _mm_loadu_si128((const __m128i *)at);
            __m128i stop = _mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, slash));
            stop = _mm_or_si128(stop, _mm_cmpeq_epi8(_mm_max_epu8(block, control), control));
            int mask = _mm_movemask_epi8(stop);
            if (mask) {
                at += __builtin_ctz(mask);
                break;
            }
            at += 16;
        }
#endif
        while (at < end && *at != '"' && *at != '\\' && *at >= 0x20) at++;
        if (at == end || *at < 0x20) return NULL;
        if (*at == '"') return at + 1;
        if (end - at < 2) return NULL;
        if (at[1] == 'u') {
            if (end - at < 6) return NULL;
            for (int i = 2; i < 6; i++) {
                uint8_t low = at[i] | 0x20;
                if (!(at[i] >= '0' && at[i] <= '9') && !(low >= 'a' && low <= 'f')) return NULL;
            }
            at += 6;
        } else {
            if (!memchr("\"\\/bfnrt", at[1], 8)) return NULL;
            at += 2;
        }
    }
}

static inline const uint8_t *skip_space(const uint8_t *at, const uint8_t *end) {
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) at++;
    return at;
}

static const uint8_t *skip_digits(const uint8_t *at, const uint8_t *end) {
    const uint8_t *start = at;
    while (at < end && *at >= '0' && *at <= '9') at++;
    return at == start ? NULL : at;
}

static const uint8_t *skip_number(const uint8_t *at, const uint8_t *end) {
    if (at < end && *at == '-') at++;
    if (at < end && *at == '0') at++;
    else if (!(at = skip_digits(at, end))) return NULL;
    if (at < end && *at == '.' && !(at = skip_digits(at + 1, end))) return NULL;
    if (at < end && (*at | 0x20) == 'e') {
        at++;
        if (at < end && (*at == '+' || *at == '-')) at++;
        at = skip_digits(at, end);
    }
    return at;
}

static const uint8_t *skip_word(const uint8_t *at, const uint8_t *end, const char *word, int length) {
    return end - at >= length && memcmp(at, word, length) == 0 ? at + length : NULL;
}

static const uint8_t *skip_scalar(const uint8_t *at, const uint8_t *end) {
    switch (*at) {
    case '"': return skip_string(at + 1, end);
    case 't': return skip_word(at, end, "true", 4);
    case 'f': return skip_word(at, end, "false", 5);
    case 'n': return skip_word(at, end, "null", 4);
    default: return skip_number(at, end);
    }
}

// From the quote of a key to the first byte of its value.
static const uint8_t *skip_key(const uint8_t *at, const uint8_t *end) {
    if (at == end || *at != '"' || !(at = skip_string(at + 1, end))) return NULL;
    at = skip_space(at, end);
    return at < end && *at == ':' ? skip_space(at + 1, end) : NULL;
}

// Whether the bytes are one JSON object.
static int is_event(const uint8_t *at, const uint8_t *end) {
    uint8_t closers[MAX_DEPTH];
    int depth = 0;
    at = skip_space(at, end);
    if (at == end || *at != '{') return 0;
    for (;;) {
        // A value begins here.
        if (at == end) return 0;
        int opened = *at == '{' || *at == '[';
        if (opened) {
            if (depth == MAX_DEPTH) return 0;
            closers[depth++] = *at == '{' ? '}' : ']';
            at = skip_space(at + 1, end);
        } else if ((at = skip_scalar(at, end))) {
            at = skip_space(at, end);
        } else {
            return 0;
        }
        // Behind a value, or at the first element of a container.
        for (;;) {
            if (at == end) return 0;
            if (*at != closers[depth - 1]) break;
            at = skip_space(at + 1, end);
            if (--depth == 0) return at == end;
            opened = 0;
        }
        if (!opened) {
            if (*at != ',') return 0;
            at = skip_space(at + 1, end);
        }
        if (closers[depth - 1] == '}' && !(at = skip_key(at, end))) return 0;
    }
}

// ---- Posting

struct sender {
    int sockets[MAX_SOCKETS];
    int isWaiting[MAX_SOCKETS];
    int count;
    int next;
    int port;
};

static void open_sockets(struct sender *sender) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(sender->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < sender->count; i++) {
        int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
        if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address)) die("connect");
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        sender->sockets[i] = fd;
    }
}

// The sink's answers are short and have no body, so that one ends with the first empty line.
static void await_answer(struct sender *sender, int number) {
    char answer[512];
    size_t have = 0;
    if (!sender->isWaiting[number]) return;
    while (have < 4 || memcmp(answer + have - 4, "\r\n\r\n", 4) != 0) {
        ssize_t got = read(sender->sockets[number], answer + have, sizeof answer - have);
        if (got <= 0) die("read answer");
        have += got;
    }
    if (memcmp(answer, "HTTP/1.1 200", 12) != 0) {
        fprintf(stderr, "yardstick: the sink did not answer 200\n");
        exit(1);
    }
    sender->isWaiting[number] = 0;
}

static void post(struct sender *sender, char *body, size_t size) {
    char head[200];
    int number = sender->next;
    sender->next = (number + 1) % sender->count;
    await_answer(sender, number);
    int length = snprintf(head, sizeof head,
        "POST /currents HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
        "Content-Length: %zu\r\n\r\n", sender->port, size);
    struct iovec parts[2] = {{head, (size_t)length}, {body, size}};
    struct iovec *part = parts;
    while (part < parts + 2) {
        ssize_t sent = writev(sender->sockets[number], part, parts + 2 - part);
        if (sent < 0) die("write");
        while (part < parts + 2 && (size_t)sent >= part->iov_len) sent -= (part++)->iov_len;
        if (part < parts + 2) {
            part->iov_base = (char *)part->iov_base + sent;
            part->iov_len -= sent;
        }
    }
    sender->isWaiting[number] = 1;
}

// ---- The batch and the loop over the file

struct batch {
    char *bytes;
    size_t size, capacity;
    int events, limit;
};

static void put(struct batch *batch, const void *bytes, size_t count) {
    if (batch->size + count > batch->capacity) {
        batch->capacity = 2 * (batch->size + count);
        batch->bytes = realloc(batch->bytes, batch->capacity);
        if (!batch->bytes) die("realloc");
    }
    memcpy(batch->bytes + batch->size, bytes, count);
    batch->size += count;
}

static void finish(struct batch *batch, struct sender *sender) {
    if (batch->events == 0) return;
    put(batch, "]}", 2);
    if (sender->count > 0) post(sender, batch->bytes, batch->size);
    batch->size = 0;
    batch->events = 0;
}

static void add(struct batch *batch, const char *line, size_t length, struct sender *sender) {
    if (batch->events == 0) put(batch, "{\"events\":[", 11);
    else put(batch, ",", 1);
    put(batch, line, length);
    if (++batch->events == batch->limit) finish(batch, sender);
}

// Takes the whole lines of some bytes; says how many bytes they were.
static size_t take_lines(char *bytes, size_t size, struct batch *batch, struct sender *sender, long *events) {
    char *line = bytes, *end = bytes + size, *newline;
    while ((newline = memchr(line, '\n', end - line))) {
        if (is_event((uint8_t *)line, (uint8_t *)newline)) {
            add(batch, line, newline - line, sender);
            *events += 1;
        }
        line = newline + 1;
    }
    return line - bytes;
}

static long pass_on(int file, struct batch *batch, struct sender *sender) {
    size_t capacity = READ_SIZE, have = 0;
    long events = 0;
    char *buffer = malloc(capacity);
    for (;;) {
        if (have == capacity && (capacity *= 2) <= MAX_LINE) buffer = realloc(buffer, capacity);
        if (!buffer || have == capacity) die("line too long");
        ssize_t got = read(file, buffer + have, capacity - have);
        if (got < 0) die("read");
        if (got == 0) break;
        size_t taken = take_lines(buffer, have + got, batch, sender, &events);
        have = have + got - taken;
        memmove(buffer, buffer + taken, have);
    }
    finish(batch, sender);
    for (int i = 0; i < sender->count; i++) await_answer(sender, i);
    free(buffer);
    return events;
}

static double cpu_ns(void) {
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return used.tv_sec * 1e9 + used.tv_nsec;
}

// Checks and copies a file that is in memory already; the best of a few rounds.
static int dry(int file, struct batch *batch, struct sender *sender) {
    size_t size = lseek(file, 0, SEEK_END), have = 0;
    char *bytes = malloc(size + 1);
    double best = 0;
    if (!bytes) die("malloc");
    for (ssize_t got; (got = pread(file, bytes + have, size - have, have)) > 0;) have += got;
    for (int round = 0; round < 5; round++) {
        long events = 0;
        double start = cpu_ns();
        take_lines(bytes, have, batch, sender, &events);
        finish(batch, sender);
        double each = events ? (cpu_ns() - start) / events : 0;
        if (round == 0 || each < best) best = each;
    }
    printf("%.1f\n", best);
    free(bytes);
    return 0;
}

int main(int count, char **words) {
    if (count < 4) {
        fprintf(stderr, "usage: yardstick EVENTS PORT|dry BATCH [SOCKETS]\n");
        return 64;
    }
    struct sender sender = {0};
    struct batch batch = {.limit = atoi(words[3])};
    int file = open(words[1], O_RDONLY);
    if (file < 0) die(words[1]);
    if (strcmp(words[2], "dry") == 0) return dry(file, &batch, &sender);
    sender.port = atoi(words[2]);
    sender.count = count > 4 ? atoi(words[4]) : 4;
    if (sender.count < 1 || sender.count > MAX_SOCKETS) return 64;
    open_sockets(&sender);
    printf("%ld events\n", pass_on(file, &batch, &sender));
    return 0;
}
