// The sink: takes every POST on the loopback address, answers 200, and counts what came.
//
//   cc -O3 -o sink sink.c
//   sink PORT [DELAY_MS]      port 0 takes a free one; the port is printed; DELAY_MS holds each answer back
//
// GET /stats answers "requests bytes marks cpu_seconds" and GET /reset sets them to zero; SIGTERM prints them and ends.
// A mark is one occurrence of "event_type": in a body, which an event has exactly once.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char MARK[] = "\"event_type\":";
enum { MARK_SIZE = sizeof MARK - 1, HEAD_SIZE = 8192, READ_SIZE = 1 << 18, READ_EVENTS = 64 };

struct connection {
    int fd;
    size_t head_size;
    uint64_t body_left;
    int is_post;
    // The last bytes of the body so far, because a mark may lie across two reads.
    char seam[2 * MARK_SIZE];
    size_t seam_size;
    uint64_t due;
    int is_waiting;
    struct connection *later;
    char head[HEAD_SIZE + 1];
};

static uint64_t requests, bytes, marks;
static uint64_t delay_ns;
static struct connection *first_due, *last_due;
static volatile sig_atomic_t is_stopping;

static void stop(int number) {
    (void)number;
    is_stopping = 1;
}

static uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000ull + now.tv_nsec;
}

static int stats(char *text, size_t size) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec
        + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    return snprintf(text, size, "%lu %lu %lu %.3f\n", requests, bytes, marks, cpu);
}

// ---- Counting

static uint64_t marks_in(const char *text, size_t size) {
    uint64_t found = 0;
    const char *end = text + size;
    while ((text = memmem(text, end - text, MARK, MARK_SIZE))) {
        found++;
        text += MARK_SIZE;
    }
    return found;
}

static void count(struct connection *c, const char *body, size_t size) {
    bytes += size;
    // Neither side of the seam holds a whole mark, so what is found there lies across it.
    size_t near = size < MARK_SIZE - 1 ? size : MARK_SIZE - 1;
    memcpy(c->seam + c->seam_size, body, near);
    marks += marks_in(c->seam, c->seam_size + near);
    marks += marks_in(body, size);
    if (size < MARK_SIZE - 1) {
        size_t have = c->seam_size + near;
        size_t kept = have < MARK_SIZE - 1 ? have : MARK_SIZE - 1;
        memmove(c->seam, c->seam + have - kept, kept);
        c->seam_size = kept;
    } else {
        memcpy(c->seam, body + size - (MARK_SIZE - 1), MARK_SIZE - 1);
        c->seam_size = MARK_SIZE - 1;
    }
}

// ---- Answering

static void say(struct connection *c, const char *body, int size) {
    char answer[512];
    int length = snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%.*s",
        size, size, body);
    // So little always fits into an idle socket; a peer that is gone is noticed by the next read.
    if (write(c->fd, answer, length) != length) {}
}

static void answer_post(struct connection *c) {
    if (delay_ns == 0) return say(c, "", 0);
    c->due = now_ns() + delay_ns;
    c->is_waiting = 1;
    c->later = NULL;
    // Every answer waits equally long, so that the queue is in order by itself.
    if (last_due) last_due->later = c;
    else first_due = c;
    last_due = c;
}

static void answer_due(void) {
    while (first_due && first_due->due <= now_ns()) {
        struct connection *c = first_due;
        first_due = c->later;
        if (!first_due) last_due = NULL;
        c->is_waiting = 0;
        if (c->fd < 0) free(c);
        else say(c, "", 0);
    }
}

static void finish(struct connection *c) {
    char text[200];
    c->head_size = 0;
    c->seam_size = 0;
    if (c->is_post) {
        requests++;
        return answer_post(c);
    }
    if (strncmp(c->head, "GET /reset ", 11) == 0) requests = bytes = marks = 0;
    int length = stats(text, sizeof text);
    say(c, text, length);
}

// ---- Reading

// Takes the part of `data` that belongs to the head; -1 when the head is not to be understood.
static ssize_t take_head(struct connection *c, const char *data, size_t size) {
    size_t before = c->head_size, room = HEAD_SIZE - before, part = size < room ? size : room;
    memcpy(c->head + before, data, part);
    c->head_size += part;
    c->head[c->head_size] = 0;
    char *end = strstr(c->head, "\r\n\r\n");
    if (!end) return c->head_size == HEAD_SIZE ? -1 : (ssize_t)part;
    size_t whole = end + 4 - c->head;
    end[2] = 0;
    c->is_post = strncmp(c->head, "POST ", 5) == 0;
    char *length = strcasestr(c->head, "\r\nContent-Length:");
    if (c->is_post && !length) return -1;
    c->body_left = length ? strtoull(length + 17, NULL, 10) : 0;
    if (c->body_left == 0) finish(c);
    else c->head_size = 0;
    return whole - before;
}

static int take(struct connection *c, const char *data, size_t size) {
    while (size > 0) {
        if (c->body_left == 0) {
            ssize_t used = take_head(c, data, size);
            if (used < 0) return -1;
            data += used;
            size -= used;
            continue;
        }
        size_t part = size < c->body_left ? size : c->body_left;
        count(c, data, part);
        data += part;
        size -= part;
        c->body_left -= part;
        if (c->body_left == 0) finish(c);
    }
    return 0;
}

static void drop(struct connection *c) {
    close(c->fd);
    c->fd = -1;
    if (!c->is_waiting) free(c);
}

static void read_some(struct connection *c) {
    static char buffer[READ_SIZE];
    ssize_t got = read(c->fd, buffer, sizeof buffer);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0 || take(c, buffer, got) < 0) drop(c);
}

static void take_in(int listener, int queue) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct connection *c = calloc(1, sizeof *c);
        if (!c) exit(1);
        c->fd = fd;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(queue, EPOLL_CTL_ADD, fd, &event);
    }
}

static int listen_on(int port) {
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    socklen_t size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, size) || listen(fd, 1024)
        || getsockname(fd, (struct sockaddr *)&address, &size)) {
        perror("sink");
        exit(1);
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

static int wait_ms(void) {
    if (!first_due) return -1;
    uint64_t now = now_ns();
    return first_due->due <= now ? 0 : (int)((first_due->due - now + 999999) / 1000000);
}

int main(int count, char **words) {
    struct epoll_event ready[READ_EVENTS], event = {.events = EPOLLIN, .data.ptr = NULL};
    struct sigaction action = {.sa_handler = stop};
    char text[200];
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    delay_ns = count > 2 ? strtoull(words[2], NULL, 10) * 1000000 : 0;
    int listener = listen_on(count > 1 ? atoi(words[1]) : 0), queue = epoll_create1(0);
    epoll_ctl(queue, EPOLL_CTL_ADD, listener, &event);
    while (!is_stopping) {
        int found = epoll_wait(queue, ready, READ_EVENTS, wait_ms());
        for (int i = 0; i < found; i++) {
            if (ready[i].data.ptr) read_some(ready[i].data.ptr);
            else take_in(listener, queue);
        }
        answer_due();
    }
    fwrite(text, 1, stats(text, sizeof text), stdout);
    return 0;
}
