"""Allowances (碳排放配额): what participants hold in the national register, mirrored here per participant and vintage."""
