/* fuzz - what every target defines; libFuzzer or replay_main.c calls it. */
#ifndef GH_FUZZ_H
#define GH_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Always 0; a defect is an assert, a sanitizer's finding or no end. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#endif
