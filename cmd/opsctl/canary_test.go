package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

// noCanary CANARIES DIR…: none of the words, one a line, stands in any file below the folders, nor in a name of one,
// in any of the forms a program would leave it in.
func noCanary(ts *testscript.TestScript, _ bool, args []string) {
	files := 0
	for _, word := range strings.Fields(ts.ReadFile(args[0])) {
		for _, dir := range args[1:] {
			ts.Check(filepath.WalkDir(ts.MkAbs(dir), func(path string, d fs.DirEntry, err error) error {
				if err != nil {
					return err
				}
				if strings.Contains(d.Name(), word) {
					ts.Fatalf("%s is in a file's name: %s", word, path)
				}
				if d.IsDir() {
					return nil
				}
				files++
				raw, err := os.ReadFile(path)
				for form, b := range forms(word) {
					if bytes.Contains(raw, b) {
						ts.Fatalf("%s (%s) is in %s", word, form, path)
					}
				}
				return err
			}))
		}
	}
	if files < 2 {
		ts.Fatalf("%d files looked at: the test looks in the wrong place", files)
	}
}

func forms(word string) map[string][]byte {
	out := map[string][]byte{"UTF-8": []byte(word), "hex": []byte(hex.EncodeToString([]byte(word)))}
	var wide []byte
	for _, u := range utf16.Encode([]rune(word)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	out["UTF-16"] = wide
	for shift := range 3 { // base64 looks different by where in the text it begins
		text := base64.StdEncoding.EncodeToString(append(make([]byte, shift), word...))
		out["base64 "+string(rune('0'+shift))] = []byte(text[4*((shift+2)/3) : len(text)-4])
	}
	for name, form := range out {
		if len(form) < 5 { // so few bytes stand in any large file by chance
			delete(out, name)
		}
	}
	return out
}

// killed LOG COMMAND…: ends a command by kill -9 once the log has grown, as a power cut would.
func killed(ts *testscript.TestScript, _ bool, args []string) {
	path, err := exec.LookPath(filepath.Join(strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator))[0], args[1]))
	ts.Check(err)
	cmd := exec.Command(path, args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "TMPDIR", "NOW", "OPSLEDGER_STORE", "OPSLEDGER_PASSWORD", "HOME"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	ts.Check(cmd.Start())
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			ts.Fatalf("%v ended before it could be killed", args[1:])
		case <-tick.C:
			if st, err := os.Stat(ts.MkAbs(args[0])); err == nil && st.Size() > 200_000 {
				ts.Check(cmd.Process.Kill())
				<-done
				return
			}
		}
	}
}

// manyRows FILE N: a ticket export whose rows all hold the canaries.
func manyRows(ts *testscript.TestScript, _ bool, args []string) {
	var b strings.Builder
	b.WriteString("工单号|标题|问题描述|所属系统|险种|区域|到达时间|申请人|联系电话\n")
	for i := range 3000 {
		b.WriteString("W" + strings.Repeat("0", 5) + string(rune('A'+i%26)) + hex.EncodeToString([]byte{byte(i >> 8), byte(i)}) +
			"|金丝雀标题|描述里的金丝雀文字 CANARYTEXT|工单系统||丹徒区|2026-03-09 09:00|欧阳金丝雀|13912345678\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".txt"), []byte(b.String()), 0o600))
	writeSheet(ts, false, []string{args[0], args[0] + ".txt"})
}
