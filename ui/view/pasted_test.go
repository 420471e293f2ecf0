package view

import (
	"runtime"
	"slices"
	"testing"
)

func TestPastedTextNamesFilesOrDoesNot(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("these are paths of another system")
	}
	for text, want := range map[string][]string{
		"/home/zw/批复.pdf":                                       {"/home/zw/批复.pdf"},
		"\"/home/zw/签字 页.jpg\"\r\n/tmp/b.pdf\n":                 {"/home/zw/签字 页.jpg", "/tmp/b.pdf"},
		"copy\nfile:///home/zw/%E6%89%B9%E5%A4%8D.pdf":          {"/home/zw/批复.pdf"},
		"x-special/nautilus-clipboard\ncopy\nfile:///tmp/a%20b": {"/tmp/a b"},
		"参保登记报错":                                                nil,
		"/tmp/a.pdf\n参保登记":                                      nil,
		"file://server/share/a.pdf":                             nil,
		"http://example.org/a.pdf":                              nil,
		"相对/路径.pdf":                                             nil,
		"":                                                      nil,
	} {
		if got := PastedFiles(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, should be %q", text, got, want)
		}
	}
}
