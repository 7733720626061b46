"""The words of RESULTS.md."""

HOW = """\
Spusk (the C core as WebAssembly, through the package's public interface) and PyTorch train the
same net from the same weights, on the same data, in the same order, with the same dropout masks,
for 200 updates. PyTorch's side is written from the spec alone; order and masks are drawn by a
second implementation of the generator. Every run is made four times in PyTorch, in float32 and
in float64, and

* *together*: before every update PyTorch gets Spusk's weights. Its gradient there (column
  **gradient**) and its weights after the update (**one update**) are compared at all 200
  updates, and at the end the **outputs** for 20 new examples, masks off. The rule's own state
  (momenta, running means) stays PyTorch's.
* *alone*: from the same start, without looking again (**200 updates**).

Numbers are largest relative differences: max |a - b| / max |b| over a parameter tensor (the
weights of a layer, its bias, ...), and of these the largest over all tensors and updates. max |b|
is that of all 200 updates, because a bias may pass through 0, and because close to a minimum a
gradient is a small difference of large numbers. float32 itself ends at 6e-8.

PyTorch's rules are compared in float32, as everybody uses it; rules that PyTorch does not have,
and the forms with eps under the root, with a formula written in the test, in float64. The last
two columns tell after 200 updates how far Spusk, and how far PyTorch's own float32, is from
float64. Where float32 PyTorch and Spusk are further apart than the bound, but Spusk is within it
of float64, the number has a star: then it is PyTorch that is away. Anything else beyond its bound
is **bold**, and `make oracle` fails."""

SECTIONS = {
    "rules": "Dense net 10-16-4 with tanh, 60 examples in batches of 16 (the last has 12).",
    "penalties": "The same net: weight penalties, and gradients made shorter, with sgd where "
                 "nothing else is said.",
    "layers": "Each in a net whose first layer has weights, so that what the layer sends back is "
              "compared too. relu, leaky-relu and maxpool jump to another slope where a number "
              "changes sides; in nets of this size that happens rarely enough for the same bounds.",
    "losses": "On two or four classes, or three numbers to aim at; mae and hinge have kinks.",
    "schedules": "Step sizes from `torch.optim.lr_scheduler`; 4 updates make an epoch.",
    "batches": "Sizes, sampling, growth.",
    "nets": "Nets as the lecture has them, on 320 images of 28 x 28. Where relu and maxpool meet "
            "10,000 activations an update, some number lies within rounding of a kink now and "
            "then; the two sides then have different slopes, and what follows differs for good. "
            "PyTorch's float32 and float64 differ by as much (last column). For the two nets with "
            "maxpool, 2 % of the updates may therefore be beyond the bounds of a single update, "
            "and after 200 updates only a bound of 0.3 holds. With adam such a gradient stays in "
            "m, by 0.9 less at every update: its bound is 1e-5.",
}

# head, the columns that hold words, text
GROUPS = {
    "inits": ("Initial weights", ("layer and init", "quantity"), """\
Both draw by chance, so distributions are compared: the standard deviation with the formula's, and
the sample with one of `torch.nn.init` by the largest distance of the two distribution functions
(Kolmogorov and Smirnov). Bounds are four standard errors. Orthogonal matrices are checked for
being orthogonal, times the gain sqrt(2)."""),
    "surfaces": ("Surfaces", ("surface", "quantity"), """\
Functions of two parameters, in double, at 200 points of their windows: beside the formula and
PyTorch's derivative of it. At the minima that Spusk knows the gradient must be 0 (beside its
largest in the window) and no curvature negative."""),
    "paths": ("Paths", ("rule", "compared with"), """\
Every rule on the ravine (condition 20, turned by 30 degrees), 200 updates from the same start: the
largest difference on the way, beside the largest coordinate."""),
    "trace": ("Trace", ("column", "largest in"), """\
Every column of `run.trace()` that follows from weights and data, beside what PyTorch (float64)
computes at Spusk's weights; the largest over all cases but the two nets with maxpool."""),
}

DEFINITIONS = """\
## Where the two mean different things

* **nadam**: PyTorch before 2.0 multiplies the product of the mu_t with mu_t twice in its default
  code path (corrected in [pull request 92699](https://github.com/pytorch/pytorch/pull/92699));
  one update is then off by 1e-4. Its other path (`foreach=True`) has the paper's formula, and is
  the one that is compared.
* **nesterov**: Spusk keeps w and takes the gradient at w - alpha h. PyTorch's `nesterov=True`
  keeps that point itself. With a constant step size both are the same sequence, and PyTorch's is
  read off at w = point + lr alpha buffer; otherwise the formula is compared.
* **momentum**: Spusk's h contains the step size (h <- alpha h + eta g), PyTorch's buffer does not.
  The same for a constant step size; with a schedule the formula is compared.
* **adagrad, rmsprop, adam, amsgrad, adamw** have eps under the root by default, as in the lecture;
  `eps_inside: 0` is PyTorch's form. PyTorch's `lr_decay` of Adagrad is the schedule inverse-time.
* **L2** acts on weights, not on biases nor on gamma and beta: PyTorch's `weight_decay` in a
  parameter group of its own. It is added before the gradient is clipped; PyTorch adds it after,
  inside the optimizer. The `weight_decay` of adamw and lion acts on all parameters, as PyTorch's.
* **AdamW in float32**: 1 - eta weight_decay is rounded once, in PyTorch too, and 200 updates add
  that up. Both are equally far from float64 and close to each other.
* **clip**: first by value, then by norm, with PyTorch's 1e-6 in the denominator.
* **exponential** falls a little at every update; at whole epochs it is PyTorch's. **step** and
  **exponential** count epochs from the beginning of training, the warm-up included. **cosine**
  stays at its least after its T updates, where PyTorch's rises again; **one-cycle** likewise,
  where PyTorch refuses to go on.
* **warm-up**: update t has the factor start + (1 - start) t / (warmup + 1), so that the first
  update is not lost with start = 0. PyTorch's `LinearLR(total_iters=warmup + 1)` begins with t = 0.
* **plateau** looks at every row of the trace, as PyTorch's at every call of `step(loss)`.
* **gelu** is the form with tanh (`approximate='tanh'`). **softplus** has no threshold above which
  it is taken for linear; PyTorch's is 20, where the difference is below float32's rounding.
* **hinge** with one output is PyTorch's `margin_ranking_loss` of the output and 0.
* **init**: Spusk's default is He's; PyTorch's `nn.Linear` and `nn.Conv2d` have what is called
  `uniform` here. Orthogonal matrices have the gain sqrt(2), PyTorch's default is 1.
* A bias straight before batch norm has no effect; its gradient is 0 but for rounding, and Adam
  would follow the rounding's sign. No case has one."""
