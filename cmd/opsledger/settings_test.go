package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/app/rule/worktime"
	"opsledger/cmd/internal/demo"
	"opsledger/ui"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
)

// section opens a section of the settings and waits until it is drawn.
func section(t *testing.T, w *ui.Window, key, shows string) {
	t.Helper()
	onWindow(func() { w.Open("settings", key) })
	until(t, shows, func() bool { return strings.Contains(settingsMarkup(w), shows) })
}

// shown is what the settings show, as markup.
func settingsMarkup(w *ui.Window) string { return marked(w.Settings.Content()) }

// tapIn taps the first button of a label on the settings.
func tapIn(t *testing.T, w *ui.Window, label string) {
	t.Helper()
	hold()
	for _, o := range test.LaidOutObjects(w.Settings.Content()) {
		if b, ok := o.(interface {
			fyne.Tappable
			Words() string
		}); ok && b.Words() == label {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("no button %s", label)
}

// fill fills the form that is open in and submits it.
func fillIn(w *ui.Window, values map[string]string) {
	for k, v := range values {
		w.Settings.Form.Set(k, v)
	}
	w.Settings.Form.Submit()
}

// tells waits for what the settings, or the dialog over them, tell.
func tells(t *testing.T, w *ui.Window, words string) {
	t.Helper()
	until(t, words, func() bool {
		return strings.Contains(w.Settings.Said(), words) || strings.Contains(overlay(w), words)
	})
}

func TestAccountsAreAddedGivenRolesAndSwitchedOff(t *testing.T) {
	w, _, dir := begun(t)
	section(t, w, "accounts", "建立台账")
	onWindow(func() {
		test.Tap(w.Settings.Act)
		fillIn(w, map[string]string{"name": "李娜", "role": "engineer", "password": "L1na-Passw0rd", "again": "L1na-Passw0re"})
	})
	tells(t, w, "两次输入的口令不同")
	onWindow(func() { fillIn(w, map[string]string{"again": "L1na-Passw0rd"}) })
	tells(t, w, "已增加账号")
	until(t, "the new account", func() bool { return strings.Contains(settingsMarkup(w), "李娜") && overlay(w) == "" })

	onWindow(func() { tapIn(t, w, "停用…"); agree(t, w.Window(), "停用") })
	tells(t, w, "已停用账号“李娜”")
	until(t, "the tag", func() bool { return strings.Contains(settingsMarkup(w), "重新启用…") })
	onWindow(func() {
		tapIn(t, w, "重新启用…")
		fillIn(w, map[string]string{"role": "engineer", "password": "L1na-Again-0k", "again": "L1na-Again-0k"})
	})
	tells(t, w, "已重新启用")

	onWindow(w.Leave)
	onWindow(func() {
		w.Login.Account.Choose("李娜")
		w.Login.Password.SetText("L1na-Again-0k")
		test.Tap(w.Login.Enter)
	})
	until(t, "the store", func() bool { return w.Login == nil })
	section(t, w, "accounts", "李娜")
	onWindow(func() {
		test.Tap(w.Settings.Act)
		fillIn(w, map[string]string{"name": "陈浩", "role": "engineer", "password": "Ch3n-Passw0rd", "again": "Ch3n-Passw0rd"})
	})
	tells(t, w, "须由建立台账的账号")
	if _, err := os.Stat(filepath.Join(dir, "vault.keys")); err != nil {
		t.Error(err)
	}
}

func TestThePasswordAndTheRecoveryKeyAreChangedAndOpenTheStore(t *testing.T) {
	w, _, _ := begun(t)
	section(t, w, "password", "修改口令")
	onWindow(func() {
		test.Tap(w.Settings.Act)
		fillIn(w, map[string]string{"old": "nonsense", "password": "An0ther-Key!", "again": "An0ther-Key!"})
	})
	tells(t, w, "口令不对")
	onWindow(func() { fillIn(w, map[string]string{"old": demo.Password}) })
	tells(t, w, "已修改口令")
	until(t, "the dialog to go", func() bool { return overlay(w) == "" })

	onWindow(func() { tapIn(t, w, "换发恢复密钥…"); fillIn(w, map[string]string{"password": "An0ther-Key!"}) })
	until(t, "the new key", func() bool { return strings.Contains(overlay(w), "关上以后不再显示") })
	key := ""
	onWindow(func() {
		agree(t, w.Window(), "复制")
		key = fyne.CurrentApp().Clipboard().Content()
		agree(t, w.Window(), "已保管好，关上")
	})
	if len(key) != 44 || fyne.CurrentApp().Clipboard().Content() != "" {
		t.Fatalf("%q; the clipboard holds %q", key, fyne.CurrentApp().Clipboard().Content())
	}

	onWindow(w.Leave)
	onWindow(func() { test.Tap(w.Login.Lost) })
	r := w.Login.Recover
	onWindow(func() {
		r.Key.SetValue("0000" + key[4:])
		r.Password.SetValue("Th1rd-Passw0rd")
		r.Again.SetValue("Th1rd-Passw0rd")
		test.Tap(r.Enter)
	})
	until(t, "the refusal", func() bool { return strings.Contains(r.Said(), "恢复密钥不对。台账没有改动。") })
	onWindow(func() { r.Key.SetValue(strings.ToLower(key)); test.Tap(r.Enter) })
	until(t, "the store", func() bool { return w.Login == nil })
}

func TestABackupIsMadeAndVerifiedInTheWindow(t *testing.T) {
	w, _, _ := begun(t)
	section(t, w, "backup", "还没有做过备份")
	dir := t.TempDir()
	onWindow(func() { test.Tap(w.Settings.Act) })
	tells(t, w, "还没有选择文件夹")
	onWindow(func() { w.Settings.Folder.SetValue(dir); test.Tap(w.Settings.Act) })
	tells(t, w, "已重新打开核验")
	made, err := filepath.Glob(filepath.Join(dir, "台账备份-*.tar"))
	if err != nil || len(made) != 1 {
		t.Fatalf("%v %v", made, err)
	}
	until(t, "the last backup", func() bool { return strings.Contains(settingsMarkup(w), "上次备份 2026-03-12 16:00") })
	onWindow(func() { tapIn(t, w, "核验") })
	tells(t, w, "备份完好")
	if err := os.WriteFile(made[0], []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	onWindow(func() { tapIn(t, w, "核验") })
	tells(t, w, "不是台账备份")
}

func TestHolidayDataIsShownBeforeItIsTakenIn(t *testing.T) {
	w, _, _ := begun(t)
	section(t, w, "calendar", "春节")
	raw, err := json.Marshal(worktime.Year{Year: 2027, Source: "试", Holidays: []worktime.Named{{Date: "2027-01-01", Name: "元旦"}}, Workdays: []worktime.Named{}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "2027.json")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	onWindow(func() { w.Settings.PreviewCalendar(path) })
	tells(t, w, "2027 年，放假 1 天，调休上班 0 天")
	onWindow(func() { agree(t, w.Window(), "导入") })
	tells(t, w, "已导入 2027 年的节假日数据")
	until(t, "the year", func() bool { return strings.Contains(settingsMarkup(w), "依据：试") })
}

func TestDictionaryItemsAreAddedRenamedAndRetired(t *testing.T) {
	w, _, _ := begun(t)
	section(t, w, "words", "丹徒区")
	onWindow(func() { test.Tap(w.Settings.Act); fillIn(w, map[string]string{"label": "丹徒区"}) })
	tells(t, w, "字典里已有“丹徒区”")
	onWindow(func() { fillIn(w, map[string]string{"label": "高新区"}) })
	tells(t, w, "已增加")
	until(t, "the item", func() bool { return strings.Contains(settingsMarkup(w), "高新区") && overlay(w) == "" })
	onWindow(func() { tapIn(t, w, "改名…"); fillIn(w, map[string]string{"label": "镇江高新区"}) })
	tells(t, w, "已改名")
	until(t, "the new name", func() bool { return strings.Contains(settingsMarkup(w), "镇江高新区") && overlay(w) == "" })
	onWindow(func() { tapIn(t, w, "停用…"); agree(t, w.Window(), "停用") })
	tells(t, w, "已停用“镇江高新区”")
	until(t, "the tag", func() bool {
		return strings.Contains(settingsMarkup(w), "现场增加") && strings.Contains(settingsMarkup(w), "已停用")
	})
}

func TestContractHoursAndTheStoreAreShownAndTheLookIsKept(t *testing.T) {
	w, _, _ := begun(t)
	section(t, w, "contract", "自 ")
	if !strings.Contains(seen(settingsMarkup, w), "周一至五") {
		t.Error("the hours are not shown")
	}
	section(t, w, "about", "设备日志")
	onWindow(func() { test.Tap(w.Settings.Act) })
	until(t, "the verification", func() bool { _, there := w.Face.(*screens.Verify); return there })
	section(t, w, "look", "深色")
	onWindow(func() { tapIn(t, w, "深色") })
	p := fyne.CurrentApp().Preferences()
	if now, ok := fyne.CurrentApp().Settings().Theme().(theme.Theme); !ok || !now.Dark || p.String(theme.Key) != "dark" {
		t.Error("the look is not dark, or not kept")
	}
	onWindow(func() { tapIn(t, w, "150%") })
	if p.String(screens.ScaleKey) != "1.5" {
		t.Error("the scale is not kept")
	}
}
