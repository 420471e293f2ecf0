package view

import (
	"net/url"
	"path/filepath"
	"strings"
)

// PastedFiles are the files a text names, as file managers put them on the clipboard: one a line, a whole path, in quotes or not, or a
// file:// address. nil where any line is something else: then the text is no list of files.
func PastedFiles(text string) (out []string) {
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n") {
		line = strings.TrimSpace(line)
		if len(line) > 1 && strings.HasPrefix(line, `"`) && strings.HasSuffix(line, `"`) {
			line = line[1 : len(line)-1]
		}
		if line == "" || line == "copy" || strings.HasPrefix(line, "x-special/") { // how some of them begin the list
			continue
		}
		if strings.HasPrefix(line, "file:") {
			at, err := url.Parse(line)
			if err != nil || at.Scheme != "file" || at.Host != "" && at.Host != "localhost" {
				return nil
			}
			line = at.Path
			if len(line) > 2 && line[0] == '/' && line[2] == ':' { // file:///C:/…
				line = line[1:]
			}
			line = filepath.FromSlash(line)
		}
		if !filepath.IsAbs(line) {
			return nil
		}
		out = append(out, line)
	}
	return out
}
