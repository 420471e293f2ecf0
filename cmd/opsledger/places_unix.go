//go:build !windows

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"opsledger/ui/screens"
)

// Places implements screens.Files: the person's own folders, where disks and sticks are put in, and the whole.
func (f files) Places() (out []screens.Spot) {
	if home, err := os.UserHomeDir(); err == nil {
		own := ownFolders(home)
		out = slices.Concat(spot("主目录", "home", home), spot("桌面", "layout-dashboard", own["DESKTOP"]), spot("文档", "file-text", own["DOCUMENTS"]), spot("下载", "download", own["DOWNLOAD"]))
	}
	for _, pattern := range []string{"/media/*/*", "/run/media/*/*", "/mnt/*"} {
		found, _ := filepath.Glob(pattern) // the pattern is well formed
		for _, path := range found {
			out = append(out, spot(filepath.Base(path), "device-floppy", path)...)
		}
	}
	return append(out, spot("整台电脑", "database", "/")...)
}

// documents is where a person's documents lie.
func documents(home string) string { return ownFolders(home)["DOCUMENTS"] }

// ownFolders are where the desktop keeps a person's folders, by its own names; they may have been given Chinese ones.
func ownFolders(home string) map[string]string {
	out := map[string]string{"DESKTOP": filepath.Join(home, "Desktop"), "DOCUMENTS": filepath.Join(home, "Documents"), "DOWNLOAD": filepath.Join(home, "Downloads")}
	config := os.Getenv("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	raw, err := os.ReadFile(filepath.Join(config, "user-dirs.dirs"))
	if err != nil {
		return out
	}
	for line := range strings.Lines(string(raw)) {
		name, path, ok := strings.Cut(strings.TrimSpace(line), "=")
		name, xdg := strings.CutPrefix(name, "XDG_")
		if name, dir := strings.CutSuffix(name, "_DIR"); ok && xdg && dir {
			out[name] = strings.Replace(strings.Trim(path, `"`), "$HOME", home, 1)
		}
	}
	return out
}

// hidden reports whether a folder's list leaves a name out.
func hidden(_, name string) bool { return strings.HasPrefix(name, ".") }
