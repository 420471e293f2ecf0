package view

import (
	"slices"

	"opsledger/app/ledger"
)

// Card is a card of the first screen.
type Card string

// The cards.
const (
	OwnFigures  Card = "own"     // numbers of what the account handles
	TeamFigures Card = "figures" // the same of all
	ScoreSoFar  Card = "score"
	Threats     Card = "threats"
	Dues        Card = "dues"
	WhoIsThere  Card = "people"
	Queue       Card = "queue"  // what waits for the center's word
	Silent      Card = "silent" // devices nothing came from
	RateLine    Card = "rates"
	ByState     Card = "states"
	BySystem    Card = "systems"
	ByRegion    Card = "regions"
	LateByWhom  Card = "late"
)

// BoardColumn is a column of a row: its cards below each other. It is as wide as it says, or takes its share of what is left.
type BoardColumn struct {
	Width, Share float32
	Cards        []Card
}

// BoardRow is a row of the first screen; without a height it is as high as its cards.
type BoardRow struct {
	Height  float32
	Columns []BoardColumn
}

// Widths and heights of the board.
const (
	wideSide   = 336
	narrowSide = 304
	listRow    = 392
	cardRow    = 336
	chartRow   = 240
)

func whole(c Card) BoardRow { return BoardRow{Columns: []BoardColumn{{Share: 1, Cards: []Card{c}}}} }

func grow(cards ...Card) BoardColumn { return BoardColumn{Share: 1, Cards: cards} }

func side(width float32, cards ...Card) BoardColumn { return BoardColumn{Width: width, Cards: cards} }

var charts = BoardRow{chartRow, []BoardColumn{{Share: 2, Cards: []Card{RateLine}}, grow(ByState), side(wideSide, BySystem)}}

// boards are what each role sees first, and below it.
var boards = map[ledger.Role][]BoardRow{
	ledger.Engineer: {whole(OwnFigures), {listRow, []BoardColumn{grow(Dues), side(wideSide, WhoIsThere)}}, {cardRow, []BoardColumn{grow(Threats), side(wideSide, ScoreSoFar)}}, charts},
	ledger.Lead: {whole(TeamFigures), {cardRow, []BoardColumn{side(narrowSide, ScoreSoFar), grow(Threats), side(narrowSide, WhoIsThere)}},
		{listRow, []BoardColumn{grow(Dues), side(wideSide, LateByWhom, ByRegion)}}, charts},
	ledger.Center: {{cardRow, []BoardColumn{grow(Queue), side(wideSide, Silent)}}, whole(TeamFigures), charts,
		{cardRow, []BoardColumn{side(narrowSide, ScoreSoFar), grow(Threats), side(narrowSide, WhoIsThere)}}, {listRow, []BoardColumn{grow(Dues), side(wideSide, LateByWhom, ByRegion)}}},
}

// Board is the first screen of an account by its roles: the center's before the manager's before an engineer's. Those who look after
// the system see the manager's.
func Board(roles []ledger.Role) []BoardRow {
	for _, r := range []ledger.Role{ledger.Center, ledger.Lead, ledger.Engineer} {
		if slices.Contains(roles, r) {
			return boards[r]
		}
	}
	return boards[ledger.Lead]
}

// Begins reports whether a board begins with a card.
func Begins(board []BoardRow, c Card) bool {
	return len(board) > 0 && slices.ContainsFunc(board[0].Columns, func(col BoardColumn) bool { return slices.Contains(col.Cards, c) })
}
