package models

// A Reason says why a value or a record was set aside. It is a constant and never holds the value itself,
// which may be a name or a birth date. The empty reason means that nothing was wrong.
type Reason string

// The reasons. Their texts are kept in meta.rejects and are part of what users see.
const (
	NotANumber   Reason = "not a number"
	TooPrecise   Reason = "more decimals than the column keeps"
	TooLarge     Reason = "too large for the column"
	NotWhole     Reason = "not a whole number"
	NotADate     Reason = "not a date"
	NotATime     Reason = "not a date and time"
	NoZone       Reason = "a time without a zone where an instant is needed"
	HasZone      Reason = "a time with a zone where a local time is needed"
	NotARange    Reason = "not a date range"
	NotText      Reason = "not text"
	NotUnicode   Reason = "text that is not valid Unicode"
	NotABoolean  Reason = "neither true nor false"
	NotAnObject  Reason = "not an object"
	NotAList     Reason = "not a list"
	NoKey        Reason = "a record without its key"
	NotARecord   Reason = "a record of another kind"
	NotAnElement Reason = "a list element of another kind"
)
