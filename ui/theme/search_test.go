package theme

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestTheSystemsFontsAreLookedThroughWhenAskedOnly(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("LocalAppData", cache)
	t.Cleanup(LetSystemFonts)
	HoldSystemFonts()
	indexes := func() int {
		t.Helper()
		found, err := filepath.Glob(filepath.Join(cache, "font_index*"))
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	test.NewTempApp(t).Settings().SetTheme(Theme{})
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Italic: true}, {Monospace: true}} {
		line := canvas.NewText("口令 ꧁", nil) // the last character is in none of the bundled faces
		line.TextStyle = style
		test.NewTempWindow(t, line).Canvas().Capture()
	}
	if n := indexes(); n != 0 {
		t.Fatal("drawing looks through the fonts of the system")
	}
	if err := FindSystemFonts(); err != nil {
		t.Skip("this machine has no fonts:", err)
	}
	if n := indexes(); n != 1 {
		t.Errorf("having looked, %d indexes are kept: the test looks in the wrong place", n)
	}
	LetSystemFonts()
	test.NewTempWindow(t, canvas.NewText("꧂", nil)).Canvas().Capture()
	if !looked {
		t.Error("a character that the bundled faces lack is not asked of the system's")
	}
}
