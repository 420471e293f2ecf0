package sheet

import "strings"

// dateFormat reports whether a style shows numbers as dates.
func (b *Book) dateFormat(style int) bool {
	if is, ok := b.styles[style]; ok {
		return is
	}
	is := false
	if s, err := b.file.GetStyle(style); err == nil {
		is = dateFormatID(s.NumFmt) || s.CustomNumFmt != nil && dateFormatCode(*s.CustomNumFmt)
	}
	b.styles[style] = is
	return is
}

// dateFormatID knows the built-in date formats, the East Asian ones included.
func dateFormatID(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// dateFormatCode reads a custom format's first section: a date has a year, a day, an hour, or minutes written with
// two letters, outside quotes, brackets and escapes.
func dateFormatCode(code string) bool {
	code, _, _ = strings.Cut(bare(strings.ToLower(code)), ";")
	if strings.Contains(code, "general") || strings.Contains(code, "通用格式") {
		return false
	}
	return strings.ContainsAny(code, "ydh年") || strings.Contains(code, "mm")
}

// bare drops what a format code shows literally: "…", […] and the character after \, _ or *.
func bare(code string) string {
	var out strings.Builder
	closing := rune(0)
	skip := false
	for _, r := range code {
		switch {
		case skip:
			skip = false
		case closing != 0:
			if r == closing {
				closing = 0
			}
		case r == '"':
			closing = '"'
		case r == '[':
			closing = ']'
		case r == '\\' || r == '_' || r == '*':
			skip = true
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
