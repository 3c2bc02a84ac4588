#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <semaphore.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>

// Swift cannot call functions with variable arguments: one typed wrapper for each kind of argument.
// The names stand in parentheses so that the type-checking macros of curl.h are not expanded.

typedef size_t (*ccurl_data_callback)(char *data, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode ccurl_set_callback(CURL *easy, CURLoption option, ccurl_data_callback value) {
  return (curl_easy_setopt)(easy, option, value);
}

typedef int (*ccurl_prerequest_callback)(
    void *context, char *remote_address, char *local_address, int remote_port, int local_port);

static inline CURLcode ccurl_set_prerequest_callback(CURL *easy, ccurl_prerequest_callback value) {
  return (curl_easy_setopt)(easy, CURLOPT_PREREQFUNCTION, value);
}

static inline CURLcode ccurl_get_long(CURL *easy, CURLINFO info, long *value) {
  return (curl_easy_getinfo)(easy, info, value);
}

static inline CURLcode ccurl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
  return (curl_easy_getinfo)(easy, info, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return (curl_multi_setopt)(multi, option, value);
}

static inline CURLSHcode ccurl_share_set_long(CURLSH *share, CURLSHoption option, long value) {
  return (curl_share_setopt)(share, option, value);
}

// Declared by the system for GNU sources alone.
extern int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *end);

/// Waits for a semaphore until a time of the monotonic clock.
static inline int ccurl_wait_until(sem_t *semaphore, const struct timespec *end) {
  return sem_clockwait(semaphore, CLOCK_MONOTONIC, end);
}

/// Tells the servers of all transfers at once what has been received of their answers, where the system would wait for more to tell.
static inline void ccurl_acknowledge(CURLM *multi) {
#ifdef TCP_QUICKACK
  fd_set readable, writable, failed;
  int last = -1, now = 1;
  FD_ZERO(&readable);
  FD_ZERO(&writable);
  FD_ZERO(&failed);
  if (curl_multi_fdset(multi, &readable, &writable, &failed, &last) != CURLM_OK) return;
  for (int place = 0; place <= last && place < FD_SETSIZE; place++)
    if (FD_ISSET(place, &readable)) setsockopt(place, IPPROTO_TCP, TCP_QUICKACK, &now, sizeof now);
#endif
}

#endif
