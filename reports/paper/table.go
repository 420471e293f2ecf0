package paper

// Align places a cell's text.
type Align int

// Alignments.
const (
	Left Align = iota
	Center
	Right
)

// Column of a table; Weight is its share of the width.
type Column struct {
	Head   string
	Weight float64
	Align  Align
}

// Table is a table over the whole width; its head is repeated on each page, a row too long for a page goes on over
// the next.
type Table struct {
	Columns []Column
	Rows    [][]string
	Lines   int // least height of a row in lines: room to write by hand
}

// Grid is a form: bordered rows, each over the whole width, with cells of its own.
type Grid struct{ Rows [][]Cell }

// Cell of a form; Weight is its share of its row's width.
type Cell struct {
	Text   string
	Weight float64
	Label  bool   // names what stands beside it
	Lines  int    // least height in lines
	Sign   string // in the lower right corner: where one signs and dates
}
