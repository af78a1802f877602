"""Kết luận cuộc họp: what a meeting concluded becomes a notice that is read, issued and followed as any plan."""
