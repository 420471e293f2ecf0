package screens

// Files is what the window may do with files a person names.
type Files interface {
	// Folder is where a person's documents lie.
	Folder() string
	// Exists reports whether something of that name is there.
	Exists(path string) bool
	// Show opens the folder of a file in the system's own window.
	Show(path string) error
	// Print gives a PDF to the system's printing and says in words where it went.
	Print(path string) (said string, err error)
}
