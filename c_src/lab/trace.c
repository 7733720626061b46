#include "lab/trace.h"

#include <string.h>

#include "base/memory.h"

static const char *const names[SP_COLUMNS] = {
    "update",          "epoch",       "examples",   "seconds",   "lr",
    "trainLoss",       "trainError",  "testLoss",   "testError", "validationLoss",
    "validationError", "batchLoss",   "batchError", "gradNorm",  "updateNorm",
    "weightNorm",      "updateRatio", "noiseScale",
};

const char *sp_column_name(int column)
{
    return names[column];
}

static bool grow(sp_trace *t)
{
    const size_t capacity = t->capacity ? 2 * t->capacity : 64;
    double *values = sp_memory_take(SP_COLUMNS * capacity * sizeof *values);
    if (!values) return false;
    for (int c = 0; c < SP_COLUMNS && t->rows; c++) {
        memcpy(values + (size_t)c * capacity, sp_trace_values(t, c), t->rows * sizeof *values);
    }
    sp_memory_give(t->values);
    t->values = values;
    t->capacity = capacity;
    return true;
}

static void thin(sp_trace *t)
{
    const size_t kept = (t->rows + 1) / 2;
    for (int c = 0; c < SP_COLUMNS; c++) {
        double *v = t->values + (size_t)c * t->capacity;
        for (size_t i = 0; i < kept; i++) v[i] = v[2 * i];
    }
    t->rows = kept;
    t->stride *= 2;
}

bool sp_trace_append(sp_trace *t, const double row[SP_COLUMNS], bool regular)
{
    if (!t->stride) t->stride = 1;
    const bool wanted = !regular || t->offered % t->stride == 0;
    t->offered += regular;
    if (!wanted) return true;
    if (t->rows == t->capacity) {
        if (t->capacity < SP_TRACE_MAX_ROWS) {
            if (!grow(t)) return false;
        } else {
            thin(t);
        }
    }
    for (int c = 0; c < SP_COLUMNS; c++) t->values[(size_t)c * t->capacity + t->rows] = row[c];
    t->rows++;
    return true;
}

void sp_trace_close(sp_trace *t)
{
    sp_memory_give(t->values);
    *t = (sp_trace){0};
}
