"""The report: one model, drawn as one self-contained page of HTML."""
