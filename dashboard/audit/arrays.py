"""The arrays of the attacker, by what they hold."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Kinds = NDArray[np.int8]
Steps = NDArray[np.signedinteger[Any]]
