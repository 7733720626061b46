/* api: every function that leaves the module; nothing else does.
 *
 * How a run comes about:
 *   draft = sp_draft_new();
 *   sp_draft_text(draft, "optimizer.name", "adam");      names and options are texts,
 *   sp_draft_number(draft, "optimizer.lr", 0.001);       everything else is a number,
 *   sp_draft_block(draft, "data.trainImages", p, size);  data files and arrays are blocks of
 * bytes data = sp_data_new(draft);  run = sp_run_new(draft, data); A path is the field of the
 * spec, layers by their number ("model.2.rate"). A text that names a kind (a rule, a layer,
 * ...) comes before the numbers of that kind. Fields that are not given keep the default of the
 * catalogue.
 *
 * Functions that can fail return 0 on success and another value (or NULL) on failure; what was
 * wrong is then told by sp_draft_error_path and sp_draft_error_message, or sp_run_error_path
 * and sp_run_error_message. A failed call changes nothing. Strings are UTF-8 and end with 0.
 * Pointers that the module returns belong to it unless said. */
#ifndef SP_API_API_H
#define SP_API_API_H

#include "base/common.h"

typedef struct sp_draft sp_draft;
typedef struct sp_data sp_data;
typedef struct sp_run sp_run;
typedef struct sp_descent sp_descent;
typedef struct sp_probe sp_probe;

/* --- memory ------------------------------------------------------------------------------- */

SP_API void *sp_alloc(size_t bytes); /* 16-byte aligned; NULL if there is none */
SP_API void sp_free(void *p);        /* NULL is allowed */
SP_API double sp_live_bytes(void); /* bytes held through the module now; 0 when all is freed */

/* --- catalogue ---------------------------------------------------------------------------- */

/* Groups: "optimizers", "schedules", "layers", "losses", "datasets", "surfaces", and "settings"
 * (the parts of a spec that have no name: run, batch, regularisation, evaluate, stop, ...). */
SP_API int sp_catalog_groups(void);
SP_API const char *sp_catalog_group(int group);
SP_API int sp_catalog_count(int group);
SP_API const char *sp_catalog_name(int group, int kind);
SP_API const char *sp_catalog_file(int group, int kind);   /* "optim/adam.c" */
SP_API const char *sp_catalog_source(int group, int kind); /* "Kingma & Ba, 2015", or "" */
SP_API int sp_catalog_params(int group, int kind);
SP_API const char *sp_catalog_param(int group, int kind, int param);
/* what: 0 default, 1 min, 2 max, 3 one if whole numbers only */
SP_API double sp_catalog_param_number(int group, int kind, int param, int what);
/* "shuffle|replacement" for a parameter with options (a text in the spec; its number, as
 * default, is the option's place in this list), "" for a number. */
SP_API const char *sp_catalog_param_options(int group, int kind, int param);

/* --- draft of a spec ---------------------------------------------------------------------- */

SP_API sp_draft *sp_draft_new(void);
SP_API void sp_draft_free(sp_draft *d);
SP_API int sp_draft_number(sp_draft *d, const char *path, double value);
SP_API int sp_draft_text(sp_draft *d, const char *path, const char *text);
/* The block is borrowed until sp_data_new has returned. */
SP_API int sp_draft_block(sp_draft *d, const char *path, const void *p, size_t bytes);
SP_API const char *sp_draft_error_path(const sp_draft *d);
SP_API const char *sp_draft_error_message(const sp_draft *d);
SP_API int sp_draft_error_status(const sp_draft *d); /* 1 invalid, 2 no memory */

/* --- data --------------------------------------------------------------------------------- */

enum { SP_TRAIN = 0, SP_TEST = 1, SP_VALIDATION = 2 };

/* Generates or parses the data of the draft. Shared: each run that uses it holds it too, so it
 * may be freed while runs go on. */
SP_API sp_data *sp_data_new(sp_draft *d);
SP_API void sp_data_free(sp_data *data);
/* what: 0 channels, 1 height, 2 width, 3 one if flat, 4 classes (0: regression), 5 numbers in a
 * target, 6 bytes of memory. */
SP_API double sp_data_info(const sp_data *data, int what);
SP_API double sp_data_count(const sp_data *data, int split);
/* Copies examples index[0 .. n-1] of a split, as the net sees them, to x (n, size). */
SP_API void sp_data_examples(const sp_data *data, int split, const uint32_t *index, size_t n,
                             float *x);
/* Labels from .. from + n - 1 of a split (classification only). */
SP_API void sp_data_labels(const sp_data *data, int split, size_t from, size_t n,
                           int32_t *labels);

/* --- run ---------------------------------------------------------------------------------- */

SP_API sp_run *sp_run_new(sp_draft *d, sp_data *data);
SP_API void sp_run_free(sp_run *r);

/* One update. Returns 1 when it was made, 0 when a row of the trace is due first or the run has
 * diverged (it then stays as it is). */
SP_API int sp_run_update(sp_run *r);
/* what: 0 updates, 1 epochs (a fraction: examples / training examples), 2 examples seen,
 * 3 the update at which the run diverged or -1, 4 parameters, 5 outputs, 6 updates per epoch,
 * 7 bytes of memory, 8 the step size of the next update, 9 state vectors of the rule,
 * 10 updates of spec.stop (from epochs or updates), 11 one if early stopping says stop,
 * 12 loss of the last batch, as trained,
 * 13 the update of the best row or -1 (early stopping) */
SP_API double sp_run_info(const sp_run *r, int what);
/* Changes a field while the run goes on: optimizer's, schedule's, batch's, regularisation's and
 * dropout's numbers. Returns 0, or 1 if that field or value is not possible (see below). */
SP_API int sp_run_set(sp_run *r, const char *path, double value);
SP_API const char *sp_run_error_path(const sp_run *r);
SP_API const char *sp_run_error_message(const sp_run *r);

/* The trace: one row of columns at each point that spec.evaluate asks for, beginning with
 * update 0. sp_run_due: 1 while a row is due. sp_run_measure then does one part of the work
 * (about 128 examples) and returns 1 while more is left; the call that returns 0 has appended
 * the row, with `seconds` as given. sp_run_demand makes a row due now (for the last one). */
SP_API int sp_run_due(const sp_run *r);
SP_API void sp_run_demand(sp_run *r);
SP_API int sp_run_measure(sp_run *r, double seconds);
SP_API int sp_trace_columns(const sp_run *r);
SP_API const char *sp_trace_name(const sp_run *r, int column);
SP_API double sp_trace_rows(const sp_run *r); /* rows held now */
/* The values of a column, NaN where not measured. The pointer is good until the next call. */
SP_API const double *sp_trace_column(const sp_run *r, int column);

/* Mean loss and share of errors over a split with masks off, in parts like sp_run_measure; the
 * call that returns 0 has put the results where sp_run_loss and sp_run_error tell them.
 * examples: how many, 0 for all. */
SP_API void sp_run_evaluate_begin(sp_run *r, int split, double examples);
SP_API int sp_run_evaluate_some(sp_run *r);
SP_API double sp_run_loss(const sp_run *r);
SP_API double sp_run_error(const sp_run *r); /* NaN for regression */

/* Outputs of the net (before softmax), masks off, for rows of x: y (rows, outputs). */
SP_API void sp_run_predict(sp_run *r, const float *x, size_t rows, float *y);
/* The same for examples from .. from + rows - 1 of a split of the run's data. */
SP_API void sp_run_predict_split(sp_run *r, int split, size_t from, size_t rows, float *y);

/* The flat arrays, sp_run_info(r, 4) floats each: layer by layer, weights then bias. Writing to
 * the weights is allowed between updates. Gradients are those of the last update. */
SP_API float *sp_run_parameters(sp_run *r);
SP_API const float *sp_run_gradients(sp_run *r);
/* 64 bits, FNV-1a over the bytes of the weights (each NaN counts as 0x7fc00000). */
SP_API void sp_run_hash(const sp_run *r, char hex[17]);

/* Layers. what: 0 channels, 1 height, 2 width, 3 flat of the output, 4 parameters, 5 where they
 * begin in the flat arrays, 6 how many of them are weights (the rest is bias). */
SP_API int sp_run_layers(const sp_run *r);
SP_API const char *sp_run_layer_name(const sp_run *r, int layer);
SP_API double sp_run_layer_info(const sp_run *r, int layer, int what);

/* Everything that the next update depends on, and the trace. Restoring needs a run made from
 * the same draft and data; bytes that do not fit are refused (1) and change nothing. */
SP_API size_t sp_run_save_size(const sp_run *r);
SP_API void sp_run_save(const sp_run *r, void *bytes);
SP_API int sp_run_restore(sp_run *r, const void *bytes, size_t size);

/* --- looking into a run ------------------------------------------------------------------- */

/* A probe looks at a run without disturbing it. Which there are, and their options with
 * defaults and ranges, is the catalogue's group "probes"; what they find stands at the top of
 * lab/probe_*.c.
 *   probe = sp_probe_new(run, kind);                  kind: its number in the group
 *   sp_probe_number(probe, "size", 10); ...           options; arrays with sp_probe_block
 *   sp_probe_begin(probe);
 *   while (sp_probe_some(probe)) continue;
 * then the results are there until the probe is freed. Updates between two parts do no harm:
 * the probe keeps to the weights that it began with. After the run is freed, a probe may only
 * be freed too. */
SP_API sp_probe *sp_probe_new(sp_run *r, int kind); /* NULL: no memory */
SP_API void sp_probe_free(sp_probe *p);
/* The arrays that it takes, "from|to": `indices` of uint32, the others of float32; or "". */
SP_API const char *sp_probe_blocks(int kind);
SP_API int sp_probe_number(sp_probe *p, const char *option, double value);
SP_API int sp_probe_text(sp_probe *p, const char *option, const char *text);
/* Borrowed until the probe is freed. */
SP_API int sp_probe_block(sp_probe *p, const char *name, const void *block, size_t bytes);
SP_API int sp_probe_begin(sp_probe *p);
/* One part of the work, about 128 examples; 1 while more is left. */
SP_API int sp_probe_some(sp_probe *p);
SP_API double sp_probe_progress(const sp_probe *p); /* 0 to 1 */
SP_API const char *sp_probe_error_path(const sp_probe *p);
SP_API const char *sp_probe_error_message(const sp_probe *p);
SP_API int sp_probe_error_status(const sp_probe *p); /* 1 invalid, 2 no memory */
SP_API int sp_probe_results(const sp_probe *p);
SP_API const char *sp_probe_result_name(const sp_probe *p, int result);
/* what: 0 type (0 a number: one double, 1 floats, 2 doubles, 3 int32, 4 a text), 1 how many */
SP_API double sp_probe_result_info(const sp_probe *p, int result, int what);
SP_API const void *sp_probe_result(const sp_probe *p, int result);

/* Whether each update first copies weights, gradient and rule state, for the probes that look
 * into the last update (the first of them also turns this on). Returns 1 if there is no memory
 * for it. */
SP_API int sp_run_keep(sp_run *r, int keep);

/* --- functions of two parameters ---------------------------------------------------------- */

/* kind: the surface's number in the group "surfaces"; params: its parameters, in the table's
 * order. The value at (x, y); writes the gradient's two parts where it is not NULL. */
SP_API double sp_surface_value(int kind, const double *params, double x, double y,
                               double *gradient);
/* Values on nx x ny points of window = {x0, x1, y0, y1}, borders included, row after row from
 * y0 on: values (ny, nx). nx, ny >= 2. */
SP_API void sp_surface_grid(int kind, const double *params, const double *window, size_t nx,
                            size_t ny, double *values);
/* what: 0-3 the window to look through (x0, x1, y0, y1), 4-5 a start, 6 how many minima are
 * known, 7 + 2 i and 8 + 2 i the coordinates of minimum i */
SP_API double sp_surface_info(int kind, int what);

/* A rule on a surface: the draft's surface, optimizer, schedule, start.x and start.y (by
 * default the surface's), noise, seed and stop.updates (for schedules that plan ahead). */
SP_API sp_descent *sp_descent_new(sp_draft *d);
SP_API void sp_descent_free(sp_descent *d);
/* Up to n updates; returns how many were made. Fewer, if the descent has diverged (it then
 * stays where it is), or if there is no memory for its path. */
SP_API double sp_descent_step(sp_descent *d, double n);
/* what: 0 updates, 1 the update that could not be made because the value or the gradient was
 * not finite, or -1, 2 rows of the path, 3 x, 4 y, 5 value, 6 length of the gradient, 7 the
 * step size of the next update */
SP_API double sp_descent_info(const sp_descent *d, int what);
/* The path, a row for each point from the start on (of very long descents, for every 2nd, 4th,
 * ...): 0 update, 1 x, 2 y, 3 value, 4 length of the gradient. Good until the next call. */
SP_API const double *sp_descent_column(const sp_descent *d, int column);

#endif
