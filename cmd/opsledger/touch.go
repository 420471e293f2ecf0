package main

import (
	"errors"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.3/glfw"
)

var errNoWindow = errors.New("the window below the toolkit's is not to be found")

// heed tells of every key and every movement of the pointer in a window. The toolkit tells the focused or hovered object
// only, so its callbacks are taken over and called on.
func heed(w fyne.Window, touched func()) {
	drawn, ok := w.(interface{ RunWithContext(func()) })
	if !ok {
		fyne.LogError("watching for use", errNoWindow)
		return
	}
	drawn.RunWithContext(func() {
		below := glfw.GetCurrentContext()
		if below == nil {
			fyne.LogError("watching for use", errNoWindow)
			return
		}
		watch(below, touched)
	})
}

func watch(below *glfw.Window, touched func()) {
	var key glfw.KeyCallback
	key = below.SetKeyCallback(func(w *glfw.Window, k glfw.Key, code int, a glfw.Action, m glfw.ModifierKey) {
		touched()
		key(w, k, code, a, m)
	})
	var moved glfw.CursorPosCallback
	moved = below.SetCursorPosCallback(func(w *glfw.Window, x, y float64) {
		touched()
		moved(w, x, y)
	})
	var pressed glfw.MouseButtonCallback
	pressed = below.SetMouseButtonCallback(func(w *glfw.Window, b glfw.MouseButton, a glfw.Action, m glfw.ModifierKey) {
		touched()
		pressed(w, b, a, m)
	})
	var scrolled glfw.ScrollCallback
	scrolled = below.SetScrollCallback(func(w *glfw.Window, x, y float64) {
		touched()
		scrolled(w, x, y)
	})
	var typed glfw.CharCallback
	typed = below.SetCharCallback(func(w *glfw.Window, c rune) {
		touched()
		typed(w, c)
	})
}

// fit makes a window no larger than the screen has room for: what is drawn at 200 % may want more.
func fit(w fyne.Window) {
	screen := glfw.GetPrimaryMonitor()
	if screen == nil {
		return
	}
	_, _, width, height := screen.GetWorkarea()
	scale, size := w.Canvas().Scale(), w.Canvas().Size()
	room := fyne.NewSize(float32(width)/scale, float32(height)/scale)
	if width > 0 && height > 0 && (size.Width > room.Width || size.Height > room.Height) {
		w.Resize(size.Min(room))
	}
}
