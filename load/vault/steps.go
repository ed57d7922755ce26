package vault

// Steps lists the durable steps of this package, as the hook of [carehouse/load/durable.FS] is told of them.
func Steps() []string {
	return []string{
		"vault.dir.mkdir", "vault.dir.syncdir",
		"vault.adopt.sync", "vault.adopt.rename", "vault.adopt.syncdir",
		"vault.write.create", "vault.write.write", "vault.write.sync", "vault.write.rename", "vault.write.syncdir",
		"vault.stray.delete",
	}
}
