"""One whole solution of all that an attacker knows of a year: the middle from which to move.

Denominators first, then atom after atom within them; everybody first, then each breakdown. What
comes out is checked against every interval, sum and word, so a wrong turn costs a proof and never
makes one.
"""

from collections.abc import Iterator

import numpy as np

from dashboard.audit.arrays import Floats, Ints
from dashboard.audit.attackers import Attack, Impossible
from dashboard.audit.fill import fill, hopeless, leaning
from dashboard.audit.fits import consistent, layered
from dashboard.audit.grid import STATE, Grid
from dashboard.audit.solved import solved


def solution(
    grid: Grid,
    attack: Attack,
    year: int,
    *,
    tilt: Floats | None = None,
    rng: np.random.Generator | None = None,
    refuse: bool = False,
    solver: bool = False,
) -> Ints | None:
    """The atoms of one solution, axes atom, place, column; None when none was found.

    `tilt`: between 0 and 1 for each place, how far the denominators of everybody lean from their
    low to their high end; None for the same share everywhere. `rng`: a solution far from the
    middle. `refuse`: it is tried to show that there is none; then Impossible is raised. `solver`:
    it is asked where nothing else helps.
    """
    made = _Solution(grid, attack, year, rng, refuse, solver)
    return made.atoms if made.found(tilt) and consistent(grid, attack, year, made.atoms) else None


Box = tuple[slice, slice]
"""Some places and columns."""


class _Solution:
    def __init__(
        self,
        grid: Grid,
        attack: Attack,
        year: int,
        rng: np.random.Generator | None,
        refuse: bool,
        solver: bool,
    ) -> None:
        self.grid, self.attack, self.year, self.rng = grid, attack, year, rng
        self.refuse, self.solver = refuse, solver
        self.low, self.high = attack.boxes.low[:, year], attack.boxes.high[:, year]
        self.many = grid.unit.atoms
        # The largest population of the unit; atoms outside it cannot be filled this way.
        self.den = grid.unit.place[max(one.den for one in grid.unit.members)]
        self.atoms = self.low[: self.many].copy("K")

    def found(self, tilt: Floats | None) -> bool:
        state = self.low[:, STATE]
        if (state[: self.many, 0] != self.high[: self.many, STATE, 0]).any():
            return False
        if not self._everybody(tilt):
            return False
        return all(self._breakdown(n) for n in range(len(self.grid.breakdowns)))

    def _everybody(self, tilt: Floats | None) -> bool:
        totals = self.atoms[:, STATE, 0]
        low, high = self.low[:, :STATE, 0], self.high[:, :STATE, 0]
        lean = None if tilt is None else tilt[:STATE]
        dens = leaning(int(totals.sum()), low[self.den], high[self.den], lean)
        if dens is None:
            return False
        return self._atoms(np.s_[:STATE, :1], dens[:, None], totals, tilt=lean)

    def _breakdown(self, number: int) -> bool:
        span = self.grid.breakdowns[number]
        if not span.asked[self.year].any():
            self.atoms[:, :, span.stop] = self.atoms[:, :, 0]
            return True
        if not self._state(span.parts):
            return False
        rows, totals = self.atoms[:, :STATE, 0], self.atoms[:, STATE, span.parts]
        box = np.s_[:STATE, span.parts]
        low, high = self.low[self.den][box], self.high[self.den][box]
        dens = fill(rows.sum(axis=0), totals.sum(axis=0), low, high, rng=self.rng)
        if dens is not None and self._atoms(box, dens, totals, rows):
            return True
        if any(self._in_turn(box, totals, rows, order) for order in (1, -1)):
            return True
        if self.refuse:
            self._refuse(number, box)
        if not self.solver:
            return False
        layers = layered(self.grid, self.atoms)
        whole = solved(self.grid, self.attack, self.year, span, layers)
        if whole is None:
            return False
        self.atoms[:, :, span.parts] = whole
        return True

    def _refuse(self, number: int, box: Box) -> None:
        """Raise Impossible if some layer alone has no solution, whatever its places have in all."""
        span = self.grid.breakdowns[number]
        totals, most = (ends[:, STATE, span.parts] for ends in (self.low, self.high))
        for layer in np.flatnonzero((totals == most).all(axis=1)).tolist():
            rows = (self.low[layer, :STATE, 0], self.high[layer, :STATE, 0])
            if hopeless(rows, totals[layer], self.low[layer][box], self.high[layer][box]):
                raise Impossible(number)

    def _in_turn(self, box: Box, totals: Ints, rows: Ints, order: int) -> bool:
        """Atom after atom, within what the denominators leave to those that follow."""
        low, high = (ends[: self.many, *box] for ends in (self.low, self.high))
        den_low, den_high = (ends[self.den][box].copy("K") for ends in (self.low, self.high))
        turns, placed = list(range(self.many))[::order], np.zeros_like(den_low)
        for n, atom in enumerate(turns):
            later_low, later_high = (ends[turns[n + 1 :]].sum(axis=0) for ends in (low, high))
            least = np.maximum(low[atom], den_low - placed - later_high)
            most = np.minimum(high[atom], den_high - placed - later_low)
            part = fill(rows[atom], totals[atom], least, most, rng=self.rng)
            if part is None:
                return False
            self.atoms[atom][box] = part
            placed += part
            self._keep_words(atom, box, part, den_low, den_high)
        return True

    def _keep_words(self, atom: int, box: Box, num: Ints, den_low: Ints, den_high: Ints) -> None:
        """Narrow denominators, in place, to what the words say of a numerator that stands."""
        words = self.grid.words
        for mine, at in self._coded(atom, box):
            part, whole, top = words.part[mine], words.whole[mine], words.top[mine]
            divisor = np.maximum(part, 1)
            few, many = whole * num[at] // divisor + 1, -(-(whole * num[at]) // divisor) - 1
            usable = part > 0
            den_low[at] = np.where(usable & ~top, np.maximum(den_low[at], few), den_low[at])
            den_high[at] = np.where(usable & top, np.minimum(den_high[at], many), den_high[at])

    def _coded(self, atom: int, box: Box) -> Iterator[tuple[Ints, tuple[Ints, Ints]]]:
        """The words of indicators whose numerator is that atom, and where they stand in a box."""
        words, unit = self.grid.words, self.grid.unit
        sizes = self.low.shape[1:]
        places, columns = (
            range(*part.indices(size)) for part, size in zip(box, sizes, strict=True)
        )
        place, column = words.at[1] - places.start, words.at[2] - columns.start
        here = (words.at[0] == self.year) & (place >= 0) & (place < len(places))
        here &= (column >= 0) & (column < len(columns))
        for n, one in enumerate(unit.members):
            if unit.place[one.num] == atom:
                mine = np.flatnonzero(here & (words.member == n))
                yield mine, (place[mine], column[mine])

    def _state(self, parts: slice) -> bool:
        """The state's own row, where a group of it is hidden."""
        low, high = self.low[:, STATE, parts], self.high[:, STATE, parts]
        if (low[: self.many] == high[: self.many]).all():
            return True
        total = self.atoms[:, STATE, 0]
        dens = leaning(int(total.sum()), low[self.den], high[self.den], None)
        if dens is None:
            return False
        return self._atoms(np.s_[STATE:, parts], dens[None, :], total)

    def _atoms(
        self,
        box: Box,
        dens: Ints,
        totals: Ints,
        rows: Ints | None = None,
        *,
        tilt: Floats | None = None,
    ) -> bool:
        """Split the denominators of a box into atoms.

        `totals` of each atom: of each column; without `rows`, the sums of each place, of all.
        """
        low, high = (ends[:, *box].copy("K") for ends in (self.low, self.high))
        self._say(box, dens, low, high)
        done = np.zeros_like(low)
        rest = dens
        for atom in range(self.many - 1):
            least, most = self._ends(atom, low, high, done, rest)
            if rows is None:
                lean = tilt if self.rng is None else self.rng.random(dens.size)
                line = leaning(int(totals[atom]), least.ravel(), most.ravel(), lean)
                part = None if line is None else line.reshape(dens.shape)
            else:
                part = fill(rows[atom], totals[atom], least, most, rng=self.rng)
            if part is None:
                return False
            self.atoms[atom][box] = part
            for place, layer in enumerate(self.grid.unit.layers):
                if layer >> atom & 1:
                    done[place] += part
            rest = rest - part
        self.atoms[self.many - 1][box] = rest
        return True

    def _ends(self, atom: int, low: Ints, high: Ints, done: Ints, rest: Ints) -> tuple[Ints, Ints]:
        """What an atom may be, given what is `done` of each layer, and the `rest` of all."""
        later = slice(atom + 1, self.many)
        least = np.maximum(low[atom], rest - high[later].sum(axis=0))
        most = np.minimum(high[atom], rest - low[later].sum(axis=0))
        for place, layer in enumerate(self.grid.unit.layers[self.many :], self.many):
            if layer >> atom & 1 and place != self.den:
                others = [n for n in range(atom + 1, self.many) if layer >> n & 1]
                np.maximum(least, low[place] - done[place] - high[others].sum(axis=0), out=least)
                np.minimum(most, high[place] - done[place] - low[others].sum(axis=0), out=most)
        return least, most

    def _say(self, box: Box, dens: Ints, low: Ints, high: Ints) -> None:
        """Narrow layers to what these denominators and the words say of them."""
        unit = self.grid.unit
        if not len(self.grid.words.member):
            return
        for one in unit.members:
            if one.den != unit.layers[self.den]:
                continue
            num, comp = unit.place[one.num], unit.place[one.comp]
            for mine, at in self._coded(num, box):
                words = self.grid.words
                part, whole, top = words.part[mine], words.whole[mine], words.top[mine]
                over = part * dens[at] // whole + 1
                under = (part * dens[at] - 1) // whole
                low[num][at] = np.where(top, np.maximum(low[num][at], over), low[num][at])
                high[num][at] = np.where(top, high[num][at], np.minimum(high[num][at], under))
                np.maximum(low[comp], dens - high[num], out=low[comp])
                np.minimum(high[comp], dens - low[num], out=high[comp])
