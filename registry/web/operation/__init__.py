"""The operator's pages, what they are read from, and the metrics for machines that watch."""

from registry.web.operation.pages import NAVIGATION, PERMISSIONS, blueprint

__all__ = ["NAVIGATION", "PERMISSIONS", "blueprint"]
