"""Enclosures of elementary functions in fixed point: with ``bits`` digits after the point an integer n stands for n/2^bits.

Each function returns (low, high) with the true value between. They compute with further digits, count what each rounded term
and the remainder of the series can be off, in units of the last digit, and round outward at the end.
"""

from __future__ import annotations

from functools import lru_cache

Fixed = tuple[int, int]
G = 24  # further digits


def _close(low: int, high: int, spare: int = G) -> Fixed:
    """Drop further digits, outward."""
    return low >> spare, -(-high >> spare)


def _arctan_inverse(q: int, one: int) -> tuple[int, int]:
    """(value, error) of arctan(1/q). The series alternates: what is left out is below the first term left out, below 1."""
    power, total, n = one//q, 0, 0
    while power:
        total += (power if n % 2 == 0 else -power)//(2*n + 1)
        power //= q*q
        n += 1
    return total, 2*n + 1  # a power is less than 1 off, its quotient less than 2


@lru_cache(maxsize=64)
def pi(bits: int) -> Fixed:
    """Machin: pi = 16 arctan(1/5) - 4 arctan(1/239)."""
    one = 1 << (bits + G)
    a, error_a = _arctan_inverse(5, one)
    b, error_b = _arctan_inverse(239, one)
    error = 16*error_a + 4*error_b
    return _close(16*a - 4*b - error, 16*a - 4*b + error)


def sine_cosine(n: int, bits: int) -> tuple[Fixed, Fixed]:
    """sin and cos of x = n/2^bits: Taylor's series at r = x - k pi/2, |r| < 1."""
    wide = bits + G
    extra = max(0, n.bit_length() - bits) + 2  # about as many digits as k has
    low, high = pi(wide + extra)
    x = n << (G + extra)
    k = (8*x + low + high)//(2*(low + high))  # an integer near x/(pi/2)
    first, last = sorted((2*x - k*low, 2*x - k*high))  # 2 r lies between
    r = first >> (extra + 1)
    slip = ((last - first) >> (extra + 1)) + 2  # how far r is off: as far, at most, are its sine and cosine
    (sine, error_s), (cosine, error_c) = _taylor(r, 1, wide), _taylor(r, 0, wide)
    s = (sine - error_s - slip, sine + error_s + slip)
    c = (cosine - error_c - slip, cosine + error_c + slip)
    minus_s, minus_c = (-s[1], -s[0]), (-c[1], -c[0])
    found = ((s, c), (c, minus_s), (minus_s, minus_c), (minus_c, s))[k % 4]
    one = 1 << wide
    a, b = (_close(max(low, -one), min(high, one)) for low, high in found)
    return a, b


def _taylor(r: int, odd: int, wide: int) -> tuple[int, int]:
    """(value, error) of sin (odd) or cos of r/2^wide.

    A term is at most 4 units off: after the factor r^2/(j (j+1)) <= 1/2, rounded twice, 4 becomes at most (4 + 2)/2 + 1. The
    series alternates with decreasing terms: what is left out is below the first term left out, computed as 0.
    """
    if abs(r) >= 1 << wide:
        raise ArithmeticError("the argument of the series is not reduced")
    square, term = r*r >> wide, r if odd else 1 << wide
    total, error, j = 0, 4, 1 + odd
    while term:
        total, error = total + term, error + 4
        term = -(term*square >> wide)//(j*(j + 1))
        j += 2
    return total, error


def exponential(n: int, bits: int) -> Fixed:
    """exp(n/2^bits): Taylor's series at r = n/2^(bits + h), |r| <= 1/2, then h squarings.

    A term is at most 4 units off: after the factor r/j <= 1/2, rounded twice, 4 becomes at most (4/2 + 1) + 1. What is left
    out is below twice the first term left out, which is computed as at most 1.
    """
    h = max(0, n.bit_length() - bits + 1)
    wide = bits + G + 2*h
    r, one = n << (G + h), 1 << wide
    total, error, term, j = 0, 10, one, 1
    while abs(term) > 1:
        total, error = total + term, error + 4
        term = (term*r >> wide)//j
        j += 1
    low, high = max(total - error, 0), total + error
    for _ in range(h):
        low, high = low*low >> wide, -(-high*high >> wide)
    return _close(low, high, wide - bits)


def logarithm(n: int, bits: int) -> Fixed:
    """log(n/2^bits) for n > 0: m log 2 + log y with y = n/2^(bits + m) in [1/2, 1)."""
    m = n.bit_length() - bits
    low, high = _artanh_log(n, 1 << n.bit_length(), bits)
    two = _artanh_log(2, 1, bits)
    ends = (m*two[0], m*two[1])
    return _close(low + min(ends), high + max(ends))


@lru_cache(maxsize=1024)
def _artanh_log(p: int, q: int, bits: int) -> Fixed:
    """log(p/q), with G further digits, for 1/2 <= p/q <= 2: 2 (z + z^3/3 + z^5/5 + ...) at z = (p - q)/(p + q), |z| <= 1/3.

    A power is at most 2 units off: z is less than 1 off, z^2 less than 2, and after the factor z^2 2 becomes at most
    2/8 + 2/3 + 1. Its quotient is less than 3 off. What is left out starts with a power that is computed as 0 or -1: below 4.
    """
    wide = bits + G
    z = ((p - q) << wide)//(p + q)
    square, power, total, error, i = z*z >> wide, z, 0, 4, 1
    while power not in (0, -1):
        total, error = total + power//i, error + 3
        power = power*square >> wide
        i += 2
    return 2*(total - error), 2*(total + error)
