// Package torture breaks what the store stands on and looks whether it keeps its promises: failing calls of the disk,
// power cuts, killed processes. It holds tests only, over the real store and use cases; its disks are models of a
// machine's. `make torture` runs more of everything than CI does.
package torture
