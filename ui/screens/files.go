package screens

import "opsledger/ui/view"

// Files are what a person names on this PC.
type Files interface {
	// Folder is where a person's documents lie.
	Folder() string
	// Places are where a choice may begin: the person's own folders, the disks, the sticks put in.
	Places() []Spot
	// List gives what lies in a folder, in no order; what is hidden is left out.
	List(dir string) ([]view.Lying, error)
	// MakeFolder makes a folder that is not there yet.
	MakeFolder(path string) error
	// Exists reports whether something of that name is there.
	Exists(path string) bool
	// Show opens the folder of a file in the system's own window.
	Show(path string) error
	// Print gives a PDF to the system's printing and says in words where it went.
	Print(path string) (said string, err error)
}

// Spot is a folder with a name of its own: 桌面, U 盘（F:）.
type Spot struct{ Name, Icon, Path string }
