package main

import (
	"os"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func init() { scriptCommands["encode"], scriptCommands["join"] = encodeFile, joinFiles }

// joinFiles FILE FILE…: writes the first from the others.
func joinFiles(ts *testscript.TestScript, _ bool, args []string) {
	var out []byte
	for _, name := range args[1:] {
		raw, err := os.ReadFile(ts.MkAbs(name))
		ts.Check(err)
		out = append(out, raw...)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out, 0o600))
}

// encodings are those a script's files, always UTF-8, can be turned into.
var encodings = map[string]encoding.Encoding{
	"gb18030":   simplifiedchinese.GB18030,
	"utf-16le":  unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	"utf-16be":  unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
	"utf-8-bom": unicode.UTF8BOM,
}

// encodeFile ENCODING FILE FILE: writes a text in another encoding.
func encodeFile(ts *testscript.TestScript, _ bool, args []string) {
	out, err := encodings[args[0]].NewEncoder().String(ts.ReadFile(args[1]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(out), 0o600))
}
