package boot

// What the program says of itself. FyneApp.toml says the same to what packs it; a test compares them.
const (
	Name    = "运维台账"
	ID      = "cn.opsledger.desktop" // under which the system knows the window
	Version = "0.1.0"                // written into every commit
)
