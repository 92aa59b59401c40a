"""The refereed theorems: one theorem a file, with all its printed lines. Files are found by walking this folder."""
