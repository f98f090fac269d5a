"""Who decides what: the charter of rights, drafted, signed and in force; what held on any past day can be read."""
