package models

// A Cell is one physical value of one column: what a leaf becomes before it is put into Arrow.
//
// Numbers, days since 1970-01-01, microseconds since the epoch and booleans (0, 1) are in Int; text is in Str.
type Cell struct {
	Set bool // false is null
	Int int64
	Str string
}

// A Leaf is a value type. Its zero value is null.
type Leaf interface {
	// Cells appends the leaf's physical values to dst, as many as its [Kind] has columns.
	Cells(dst []Cell) []Cell
	// Rejected says why the payload's value could not be kept, or is empty.
	Rejected() Reason
}

// A Type is the physical type of a column.
type Type uint8

// The physical types, with what they are in DuckDB.
const (
	String      Type = iota + 1 // VARCHAR
	Int64                       // BIGINT
	Int32                       // INTEGER
	Bool                        // BOOLEAN
	Decimal                     // DECIMAL(18,4), kept as an int64 of ten-thousandths
	Day                         // DATE, days since 1970-01-01
	Timestamp                   // TIMESTAMP, wall clock microseconds, no zone
	TimestampTZ                 // TIMESTAMPTZ, microseconds since the epoch, UTC
)

// SQL returns the type's name in DuckDB.
func (t Type) SQL() string {
	switch t {
	case String:
		return "VARCHAR"
	case Int64:
		return "BIGINT"
	case Int32:
		return "INTEGER"
	case Bool:
		return "BOOLEAN"
	case Decimal:
		return "DECIMAL(18,4)"
	case Day:
		return "DATE"
	case Timestamp:
		return "TIMESTAMP"
	case TimestampTZ:
		return "TIMESTAMP WITH TIME ZONE"
	default:
		return ""
	}
}

// A Kind is a value type as a column set: which Go type it is and which physical columns it fills.
type Kind uint8

// The kinds, one a value type.
const (
	KindText Kind = iota + 1
	KindInt
	KindMoney
	KindQuantity
	KindDate
	KindInstant
	KindLocalTime
	KindStamp
	KindDateRange
	KindFlag
	KindJSON
	KindUSDate
	KindUSTime
	KindUSStamp
	KindWord
	KindDatePart
	KindYesNo
)

// A part is one physical column of a kind.
type part struct {
	suffix string // appended to the column's name
	typ    Type
	doc    string // appended to the column's sentence
}

// parts returns the physical columns of a kind.
func (k Kind) parts() []part {
	switch k {
	case KindText, KindJSON:
		return []part{{"", String, ""}}
	case KindInt:
		return []part{{"", Int64, ""}}
	case KindMoney, KindQuantity:
		return []part{{"", Decimal, ""}}
	case KindDate, KindUSDate, KindDatePart:
		return []part{{"", Day, ""}}
	case KindInstant:
		return []part{{"", TimestampTZ, ""}}
	case KindLocalTime, KindUSTime:
		return []part{{"", Timestamp, ""}}
	case KindStamp:
		return []part{
			{"", Day, "The day as written; never moved by a zone."},
			{"_local", Timestamp, "The wall clock as written; null when only a day was given."},
			{"_at", TimestampTZ, "The instant; null when no offset was given."},
		}
	case KindDateRange:
		return []part{
			{"_start", Day, "The first day, included."},
			{"_end", Day, "The last day, included."},
			{"_kind", String, "range, empty, from (no end), until (no start) or always."},
		}
	case KindUSStamp:
		return []part{
			{"", Day, "The day as written; never moved by a zone."},
			{"_local", Timestamp, "The wall clock as written; null when only a day was given."},
		}
	case KindFlag, KindWord, KindYesNo:
		return []part{{"", Bool, ""}}
	default:
		return nil
	}
}
