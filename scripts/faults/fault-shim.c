/*
 * Loaded before a process (LD_PRELOAD): lets what it asks of files below FAULT_UNDER fail. Which call fails, and how,
 * stands in the file FAULT_FILE, which the test changes while the process runs:
 *
 *     int after    the so-manieth call fails; 0: none does
 *     int error    with this errno
 *     int lasting  1: all later ones fail as well, as on a full disk, until `after` is 0 again
 *     int kinds    which calls count: 1 that need room, 2 syncs, 4 reads, added up
 *     int seen     how many calls were counted (written here)
 *     int failed   how many of them failed (written here)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { ROOM = 1, SYNC = 2, READ = 4 };

struct control {
  volatile int after, error, lasting, kinds, seen, failed;
};

static struct control *control;
static const char *under;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FAULT_FILE");
  under = getenv("FAULT_UNDER");
  if (!path || !under) return;
  int file = open(path, O_RDWR);
  if (file < 0) return;
  void *map = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (map != MAP_FAILED) control = map;
  close(file);
}

static int is_ours(const char *path) {
  return path && strncmp(path, under, strlen(under)) == 0;
}

static int is_ours_open(int file) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_ours(path);
}

/* Whether this call is to fail; errno says how. */
static int fails(int kind) {
  int seen = __sync_add_and_fetch(&control->seen, 1);
  int after = control->after;
  if (after == 0 || (control->lasting ? seen < after : seen != after)) return 0;
  (void)kind;
  __sync_add_and_fetch(&control->failed, 1);
  errno = control->error;
  return 1;
}

static int counts(int kind) {
  return control && control->after != 0 && (control->kinds & kind);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define ON_FILE(kind, file) if (counts(kind) && is_ours_open(file) && fails(kind)) return -1
#define ON_PATH(kind, path) if (counts(kind) && is_ours(path) && fails(kind)) return -1

ssize_t write(int f, const void *b, size_t n) { REAL(write); ON_FILE(ROOM, f); return real(f, b, n); }
ssize_t pwrite(int f, const void *b, size_t n, off_t o) { REAL(pwrite); ON_FILE(ROOM, f); return real(f, b, n, o); }
ssize_t pwrite64(int f, const void *b, size_t n, off64_t o) { REAL(pwrite64); ON_FILE(ROOM, f); return real(f, b, n, o); }
ssize_t writev(int f, const struct iovec *v, int n) { REAL(writev); ON_FILE(ROOM, f); return real(f, v, n); }
ssize_t pwritev(int f, const struct iovec *v, int n, off_t o) { REAL(pwritev); ON_FILE(ROOM, f); return real(f, v, n, o); }
ssize_t pwritev64(int f, const struct iovec *v, int n, off64_t o) { REAL(pwritev64); ON_FILE(ROOM, f); return real(f, v, n, o); }
ssize_t copy_file_range(int a, off64_t *ao, int b, off64_t *bo, size_t n, unsigned g) { REAL(copy_file_range); ON_FILE(ROOM, b); return real(a, ao, b, bo, n, g); }
int mkdir(const char *p, mode_t m) { REAL(mkdir); ON_PATH(ROOM, p); return real(p, m); }
int link(const char *a, const char *b) { REAL(link); ON_PATH(ROOM, b); return real(a, b); }
int fsync(int f) { REAL(fsync); ON_FILE(SYNC, f); return real(f); }
int fdatasync(int f) { REAL(fdatasync); ON_FILE(SYNC, f); return real(f); }
ssize_t read(int f, void *b, size_t n) { REAL(read); ON_FILE(READ, f); return real(f, b, n); }
ssize_t pread(int f, void *b, size_t n, off_t o) { REAL(pread); ON_FILE(READ, f); return real(f, b, n, o); }
ssize_t pread64(int f, void *b, size_t n, off64_t o) { REAL(pread64); ON_FILE(READ, f); return real(f, b, n, o); }

/* A disk that is full says so when it is asked. */
#define ASKING(name, kind)                                                     \
  int name(const char *p, struct kind *s) {                                    \
    REAL(name);                                                                \
    int result = real(p, s);                                                   \
    int isFull = counts(ROOM) && control->failed > 0 && control->error == ENOSPC; \
    if (result == 0 && isFull && is_ours(p)) s->f_bavail = s->f_bfree = 0;     \
    return result;                                                             \
  }
ASKING(statfs, statfs)
ASKING(statfs64, statfs64)

/* Only making a file needs room. */
#define OPENING(name)                                                          \
  int name(const char *path, int flags, ...) {                                 \
    REAL(name);                                                                \
    mode_t mode = 0;                                                           \
    if (flags & (O_CREAT | __O_TMPFILE)) {                                     \
      va_list list;                                                            \
      va_start(list, flags);                                                   \
      mode = va_arg(list, mode_t);                                             \
      va_end(list);                                                            \
      if (access(path, F_OK) != 0) ON_PATH(ROOM, path);                        \
    }                                                                          \
    return real(path, flags, mode);                                            \
  }
OPENING(open)
OPENING(open64)
