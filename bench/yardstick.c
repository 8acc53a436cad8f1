/*
 * The kernel's design in C, as a yardstick of what the hardware allows: forward passes of square relu nets, weights drawn as they are used, each column
 * a stream of its own (HalfSipHash key, xoshiro128++), the 1024-slab ziggurat with rejected draws queued. Built twice: LANES 4 (128 bits)
 * and 8 (AVX2). Same streams as numerics/kernel, table by the C library's exp and log.
 *
 * Reads lines `WEIGHTS depth width nets seed`, WEIGHTS normal or uniform; answers each with seconds of processor time and the sum of log forwardNorm2 of nets
 * alive.
 */
#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef LANES
#define LANES 4
#endif
#define MAX 4096
#define BLOCK 96
#define QUEUE 8192

typedef float vf __attribute__((vector_size(4 * LANES)));
typedef int32_t vi __attribute__((vector_size(4 * LANES)));
typedef uint32_t vu __attribute__((vector_size(4 * LANES)));

static double edges[1025], heights[1025];
static float table[2048];

static double density(double x) { return exp(-x * x / 2); }

static int stack(double r) {
  double area = r * density(r) + sqrt(M_PI / 2) * erfc(r / M_SQRT2);
  edges[0] = area / density(r);
  edges[1] = r;
  for (int i = 1; i < 1023; i++) {
    double height = density(edges[i]) + area / edges[i];
    if (height >= 1) return 0;
    edges[i + 1] = sqrt(-2 * log(height));
  }
  edges[1024] = 0;
  return density(edges[1023]) + area / edges[1023] <= 1;
}

static void make_tables(void) {
  double low = 3, high = 5;
  for (double middle = 4; middle > low && middle < high; middle = (low + high) / 2) {
    if (stack(middle)) high = middle;
    else low = middle;
  }
  stack(high);
  for (int i = 0; i <= 1024; i++) heights[i] = density(edges[i]);
  for (int i = 0; i < 1024; i++) {
    float limit = (float)(edges[i + 1] / edges[i] * 2147483648.0 * (1 - 1e-7));
    table[2 * i] = limit * limit;
    table[2 * i + 1] = (float)(edges[i] / 2147483648.0);
  }
}

static inline vu rotl(vu x, int k) { return (x << k) | (x >> (32 - k)); }
static inline uint32_t rotl1(uint32_t x, int k) { return (x << k) | (x >> (32 - k)); }

typedef struct { uint32_t v[4]; } key;

static inline key absorb(key k, uint32_t word) {
  uint32_t a = k.v[0], b = k.v[1], c = k.v[2], d = k.v[3] ^ word;
  for (int i = 0; i < 2; i++) {
    a += b; c += d; b = rotl1(b, 5) ^ a; d = rotl1(d, 8) ^ c; a = rotl1(a, 16);
    c += b; a += d; b = rotl1(b, 13) ^ c; d = rotl1(d, 7) ^ a; c = rotl1(c, 16);
  }
  return (key){{a ^ word, b, c, d}};
}

typedef struct { vu s0, s1, s2, s3; } state;

#define ROUND(a, b, c, d) \
  a += b; c += d; b = rotl(b, 5) ^ a; d = rotl(d, 8) ^ c; a = rotl(a, 16); \
  c += b; a += d; b = rotl(b, 13) ^ c; d = rotl(d, 7) ^ a; c = rotl(c, 16);

/* One state for each lane: the key, then these words; rows == NULL for columns. */
static inline void seed2(key k, const vu *columns, const vu *rows, state *out) {
  vu a[2], b[2], c[2], d[2];
  for (int g = 0; g < 2; g++) {
    a[g] = k.v[0] + (vu){0}; b[g] = k.v[1] + (vu){0}; c[g] = k.v[2] + (vu){0}; d[g] = (k.v[3] + (vu){0}) ^ columns[g];
  }
  for (int i = 0; i < 2; i++) for (int g = 0; g < 2; g++) { ROUND(a[g], b[g], c[g], d[g]) }
  for (int g = 0; g < 2; g++) a[g] ^= columns[g];
  if (rows) {
    for (int g = 0; g < 2; g++) d[g] ^= rows[g];
    for (int i = 0; i < 2; i++) for (int g = 0; g < 2; g++) { ROUND(a[g], b[g], c[g], d[g]) }
    for (int g = 0; g < 2; g++) a[g] ^= rows[g];
  }
  for (int g = 0; g < 2; g++) c[g] ^= 0xff;
  for (int i = 0; i < 4; i++) for (int g = 0; g < 2; g++) { ROUND(a[g], b[g], c[g], d[g]) }
  for (int g = 0; g < 2; g++) out[g] = (state){a[g], b[g], c[g], d[g]};
}

static inline vu next(state *s) {
  vu word = rotl(s->s0 + s->s3, 7) + s->s0, shifted = s->s1 << 9;
  s->s2 ^= s->s0; s->s3 ^= s->s1; s->s1 ^= s->s2; s->s0 ^= s->s3; s->s2 ^= shifted;
  s->s3 = rotl(s->s3, 11);
  return word;
}

static vf sums[MAX + 4];
static float extra[MAX + 4], values[MAX + 4 * LANES];
static uint32_t units[MAX + 4 * LANES];
static vu words[(4 * BLOCK / 3) * 2];
static int notes[BLOCK / 3 + 1];
static int queued;
static uint32_t q_column[QUEUE], q_row[QUEUE];
static int q_slab[QUEUE], q_word[QUEUE];
static float q_factor[QUEUE];

static inline vf places(vu w) { return __builtin_convertvector((vi)w, vf) + 0.5f; }

static inline __m128 pair(const uint32_t *slab, int shift, __m128 *w) {
#define AT(i) ((const __m64 *)(table + 2 * ((slab[i] >> shift) & 1023)))
  __m128 low = _mm_loadh_pi(_mm_loadl_pi(_mm_setzero_ps(), AT(0)), AT(1));
  __m128 high = _mm_loadh_pi(_mm_loadl_pi(_mm_setzero_ps(), AT(2)), AT(3));
  *w = _mm_shuffle_ps(low, high, 0xdd);
  return _mm_shuffle_ps(low, high, 0x88);
}

static inline void look_up(const vu *slabs, int shift, vf *k, vf *w) {
  const uint32_t *slab = (const uint32_t *)slabs;
#if LANES == 4
  __m128 x;
  *k = (vf)pair(slab, shift, &x);
  *w = (vf)x;
#else
  __m128 x, y, a = pair(slab, shift, &x), b = pair(slab + 4, shift, &y);
  *k = (vf)_mm256_set_m128(b, a);
  *w = (vf)_mm256_set_m128(y, x);
#endif
}

static inline int bits(vi mask) {
#if LANES == 4
  return _mm_movemask_ps((__m128)mask);
#else
  return _mm256_movemask_ps((__m256)mask);
#endif
}

static double uniform01(uint32_t word) { return ((double)(int32_t)word + 2147483648.0 + 0.5) / 4294967296.0; }

/* One lane of a state goes on alone. */
static double settle(double place, int slab, uint32_t s[4]) {
#define NEXT() ({ uint32_t word = rotl1(s[0] + s[3], 7) + s[0], t = s[1] << 9; s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl1(s[3], 11); uniform01(word); })
  for (;;) {
    double x = place / 2147483648.0 * edges[slab], size = fabs(x);
    if (size < edges[slab + 1]) return x;
    if (slab == 0) {
      for (;;) {
        double beyond = -log(NEXT()) / edges[1];
        if (-2 * log(NEXT()) > beyond * beyond) return x < 0 ? -edges[1] - beyond : edges[1] + beyond;
      }
    }
    double level = heights[slab] + NEXT() * (heights[slab + 1] - heights[slab]);
    if (level < density(x)) return x;
    slab = (int)(NEXT() * 1024);
    place = (NEXT() - 0.5) * 4294967296.0;
  }
}

static void drain(key layer) {
  for (int i = 0; i < queued; i += 2 * LANES) {
    vu c[2], r[2];
    state s[2], t[2];
    memcpy(c, q_column + i, sizeof c);
    memcpy(r, q_row + i, sizeof r);
    seed2(layer, c, r, s);
    t[0] = s[0]; t[1] = s[1];
    vu w[3][2];
    for (int n = 0; n < 3; n++) for (int g = 0; g < 2; g++) w[n][g] = next(&t[g]);
    for (int j = 0; j < 2 * LANES && i + j < queued; j++) {
      int g = j / LANES, lane = j % LANES, slab = q_slab[i + j];
      double place = q_word[i + j] + 0.5, x = place / 2147483648.0 * edges[slab], size = fabs(x), edge = edges[slab];
      double level = heights[slab] + uniform01(w[0][g][lane]) * (heights[slab + 1] - heights[slab]);
      double u = (edge - size) * (edge + size) * 0.5;
      double high = 1.0 / 24 + u * (1.0 / 120 + u * (1.0 / 720 + u * (1.0 / 5040)));
      double estimate = heights[slab] * (1 + u * (1 + u * (0.5 + u * (1.0 / 6 + u * high))));
      int slab2 = (w[1][g][lane] ^ 0x80000000u) >> 22;
      double x2 = ((int32_t)w[2][g][lane] + 0.5) / 2147483648.0 * edges[slab2];
      int under = level < estimate * (1 - 1e-5);
      int over = (level > estimate * (1 + 1e-5)) & (fabs(x2) < edges[slab2 + 1]);
      double weight;
      if (slab != 0 && (under | over)) {
        int64_t mask = -(int64_t)under, a, b;
        memcpy(&a, &x, 8); memcpy(&b, &x2, 8);
        a = (a & mask) | (b & ~mask);
        memcpy(&weight, &a, 8);
      } else {
        uint32_t v[4] = {s[g].s0[lane], s[g].s1[lane], s[g].s2[lane], s[g].s3[lane]};
        weight = settle(place, slab, v);
      }
      extra[q_row[i + j]] += q_factor[i + j] * (float)weight;
    }
  }
  queued = 0;
}

static void add_normal(int group, int rows, int live, state *s, key layer) {
  vf first = *(vf *)(values + group * LANES), second = *(vf *)(values + (group + 1) * LANES);
  for (int row = 0; row < rows; row += BLOCK) {
    int packs = ((rows - row < BLOCK ? rows - row : BLOCK) + 2) / 3, noted = 0;
    state a = s[0], b = s[1];
    for (int i = 0; i < 4 * packs; i++) { words[2 * i] = next(&a); words[2 * i + 1] = next(&b); }
    s[0] = a; s[1] = b;
    vf *sum = sums + row;
    for (int p = 0; p < packs; p++, sum += 3) {
      const vu *w = words + 8 * p;
      vi all = {0};
      all = ~all;
      for (int part = 0; part < 3; part++) {
        vf k, x, f = places(w[2 + 2 * part]);
        look_up(w, 22 - 10 * part, &k, &x);
        vi sure = f * f < k;
        all &= sure;
        vf total = sum[part] + first * (vf)((vi)(f * x) & sure);
        f = places(w[3 + 2 * part]);
        look_up(w + 1, 22 - 10 * part, &k, &x);
        sure = f * f < k;
        all &= sure;
        sum[part] = total + second * (vf)((vi)(f * x) & sure);
      }
      notes[noted] = p;
      noted += bits(all) != (1 << LANES) - 1;
    }
    for (int n = 0; n < noted; n++) {
      const vu *w = words + 8 * notes[n];
      uint64_t left = 0;
      for (int part = 0; part < 3; part++) {
        for (int g = 0; g < 2; g++) {
          vf k, x, f = places(w[2 + 2 * part + g]);
          look_up(w + g, 22 - 10 * part, &k, &x);
          left |= (uint64_t)bits(~(f * f < k)) << (LANES * (2 * part + g));
        }
      }
      for (; left; left &= left - 1) {
        int bit = __builtin_ctzll(left), lane = bit % (2 * LANES), part = bit / (2 * LANES);
        int at = group * LANES + lane, i = row + 3 * notes[n] + part;
        q_column[queued] = units[at];
        q_row[queued] = i;
        q_slab[queued] = (((const uint32_t *)w)[lane] >> (22 - 10 * part)) & 1023;
        q_word[queued] = ((const int32_t *)(w + 2))[bit];
        q_factor[queued] = values[at];
        queued += (at < live) & (i < rows);
      }
      if (queued > QUEUE - 64) drain(layer);
    }
  }
}

static void add_uniform(int group, int rows, state *s) {
  vf first = *(vf *)(values + group * LANES) * 0x1p-31f, second = *(vf *)(values + (group + 1) * LANES) * 0x1p-31f;
  state a = s[0], b = s[1];
  for (int row = 0; row < rows; row++) {
    vf total = sums[row] + first * places(next(&a));
    sums[row] = total + second * places(next(&b));
  }
}

static double pass(key net, int normal, int depth, int width) {
  int live = width, scale = 0;
  double norm2 = width;
  for (int i = 0; i < width; i++) { values[i] = 1; units[i] = i; }
  for (int layer = 1; layer <= depth; layer++) {
    key k = absorb(net, layer);
    memset(values + live, 0, 8 * LANES);
    memset(units + live, 0, 8 * LANES);
    memset(sums, 0, (width + 3) * sizeof(vf));
    memset(extra, 0, (width + 3) * sizeof(float));
    for (int group = 0; group * LANES < live; group += 2) {
      vu columns[2];
      state s[2];
      memcpy(columns, units + group * LANES, sizeof columns);
      seed2(k, columns, NULL, s);
      if (normal) add_normal(group, width, live, s, k);
      else add_uniform(group, width, s);
    }
    drain(k);
    live = 0;
    norm2 = 0;
    for (int i = 0; i < width; i += 4) {
      __m128 r[4];
      for (int k = 0; k < 4; k++) {
#if LANES == 8
        r[k] = _mm_add_ps(_mm256_castps256_ps128((__m256)sums[i + k]), _mm256_extractf128_ps((__m256)sums[i + k], 1));
#else
        r[k] = (__m128)sums[i + k];
#endif
      }
      __m128 x = _mm_add_ps(_mm_unpacklo_ps(r[0], r[1]), _mm_unpackhi_ps(r[0], r[1]));
      __m128 y = _mm_add_ps(_mm_unpacklo_ps(r[2], r[3]), _mm_unpackhi_ps(r[2], r[3]));
      __m128 z = _mm_add_ps(_mm_add_ps(_mm_movelh_ps(x, y), _mm_movehl_ps(y, x)), _mm_loadu_ps(extra + i));
      for (int k = 0; k < 4 && i + k < width; k++) {
        float a = z[k] > 0 ? z[k] : 0;
        values[live] = a;
        units[live] = i + k;
        live += a > 0;
        norm2 += (double)a * a;
      }
    }
    if (live == 0) return -INFINITY;
    if (!(norm2 >= 1e-9 && norm2 <= 1e9)) {
      int e = ilogb(norm2) >> 1;
      for (int i = 0; i < live; i++) values[i] = ldexpf(values[i], -e);
      norm2 = ldexp(norm2, -2 * e);
      scale += e;
    }
  }
  return log(norm2) + 2 * scale * M_LN2 - log(width) + depth * (log(2.0 / width) + (normal ? 0 : log(3)));
}

int main(void) {
  char name[16];
  int depth, width, nets;
  unsigned seed;
  make_tables();
  while (scanf("%15s %d %d %d %u", name, &depth, &width, &nets, &seed) == 5) {
    struct timespec begin, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    key root = absorb(absorb((key){{0x736f6d65, 0x646f7261, 0x6c796765, 0x74656462}}, seed), 0);
    double sum = 0;
    for (int i = 0; i < nets; i++) {
      double log2 = pass(absorb(absorb(root, i), 0), !strcmp(name, "normal"), depth, width);
      if (log2 > -INFINITY) sum += log2;
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    printf("%.9f %.9f\n", (end.tv_sec - begin.tv_sec) + 1e-9 * (end.tv_nsec - begin.tv_nsec), sum);
    fflush(stdout);
  }
  return 0;
}
