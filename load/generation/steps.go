package generation

// Steps lists the durable steps of this package, as the hook of [carehouse/load/durable.FS] is told of them.
func Steps() []string {
	return []string{
		"generation.home.mkdir", "generation.home.syncdir", "generation.recover.delete",
		"generation.begin.mkdir", "generation.clone", "generation.link", "generation.discard.delete",
		"generation.publish.sync", "generation.publish.syncdir",
		"generation.info.create", "generation.info.write", "generation.info.sync", "generation.info.rename",
		"generation.info.syncdir",
		"generation.name.rename", "generation.name.syncdir",
		"generation.current.symlink", "generation.current.rename", "generation.current.syncdir",
		"generation.left.create", "generation.left.write", "generation.left.sync", "generation.left.rename",
		"generation.left.syncdir",
		"generation.remove.rename", "generation.remove.syncdir", "generation.remove.delete",
	}
}
