"""The editors' side: texts, how they stand against approvals and facts, what the gate lets through."""
