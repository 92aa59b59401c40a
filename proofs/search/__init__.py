"""Search proposes, the kernel disposes: nothing here is trusted, and only the searching commands import it."""
