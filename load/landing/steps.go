package landing

// Steps lists the durable steps of this package, as the hook of [carehouse/load/durable.FS] is told of them.
func Steps() []string {
	return []string{
		"landing.begin.mkdir", "landing.begin.syncdir", "landing.begin.create", "landing.begin.write",
		"landing.begin.sync", "landing.begin.rename",
		"landing.page.create", "landing.page.write", "landing.page.sync", "landing.page.rename",
		"landing.page.syncdir", "landing.page.line.write", "landing.page.line.sync",
		"landing.end.write", "landing.end.sync",
		"landing.settle.write", "landing.settle.sync",
		"landing.abandon.write", "landing.abandon.sync",
		"landing.manifest.truncate", "landing.manifest.sync", "landing.manifest.syncdir", "landing.stray.delete",
		"landing.remove.rename", "landing.remove.syncdir", "landing.remove.delete", "landing.recover.delete",
	}
}
