"""What Spusk draws by chance while it trains, drawn a second time: the order of the examples and
the masks of dropout. Written from the description in c_src/base/rng.h, so that agreement is
itself a check."""

import math

import torch

ORDER, MASKS = 5, 6  # streams of a seed; layer l has its masks in MASKS + 64 (l + 1)
WORD = 2**32 - 1
LONG = 2**64 - 1


class Pcg32:
    """O'Neill's PCG-XSH-RR 64/32 (2014)."""

    def __init__(self, seed, stream):
        self.increment = (stream << 1 | 1) & LONG
        self.state = 0
        self.u32()
        self.state = (self.state + seed) & LONG
        self.u32()

    def u32(self):
        old = self.state
        self.state = (old * 6364136223846793005 + self.increment) & LONG
        shifted = ((old >> 18 ^ old) >> 27) & WORD
        turn = old >> 59
        return (shifted >> turn | shifted << (32 - turn)) & WORD

    def below(self, bound):
        """Uniform over 0 .. bound - 1; what would make it uneven is drawn again."""
        uneven = 2**32 % bound
        x = self.u32()
        while x < uneven:
            x = self.u32()
        return x % bound


def batch_size(batch, epoch):
    """Size in an epoch (a fraction, from 0): grown by a factor after every so many epochs."""
    size = batch["size"] * batch["growth"] ** math.floor(epoch / batch["growth_every"])
    return int(min(size, max(batch["size"], batch["most"])))


def batches(seed, batch, n, updates):
    """For every update (the examples it takes, epochs before it, size of a full batch)."""
    rng = Pcg32(seed, ORDER)
    order, at, seen, result = list(range(n)), n, 0, []
    for _ in range(updates):
        size = batch_size(batch, seen / n)
        if batch["sampling"] == "replacement":
            chosen = [rng.below(n) for _ in range(size)]
        else:
            if at >= n:  # a new epoch: Fisher & Yates
                for i in range(n - 1, 0, -1):
                    j = rng.below(i + 1)
                    order[i], order[j] = order[j], order[i]
                at = 0
            chosen = order[at : at + size]
            at += len(chosen)
        result.append((torch.tensor(chosen), seen / n, size))
        seen += len(chosen)
    return result


class Masks:
    """The masks of one dropout layer, update after update; kept for the next who asks."""

    def __init__(self, seed, layer, rate):
        self.rng = Pcg32(seed, MASKS + 64 * (layer + 1))
        self.removed = int(rate * 2**32)
        self.drawn = []

    def of(self, update, shape):
        """1 where an activation stays, 0 where it goes. Updates must be asked for in order."""
        if update == len(self.drawn):
            stays = [self.rng.u32() >= self.removed for _ in range(math.prod(shape))]
            self.drawn.append(torch.tensor(stays).reshape(shape))
        return self.drawn[update]
