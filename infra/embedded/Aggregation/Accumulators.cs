using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>Takes the values of a group one after the other and makes one value of them.</summary>
internal abstract class Accumulator
{
    /// <param name="value">null is the missing value</param>
    public abstract void Add(BsonValue? value);

    public abstract BsonValue Result { get; }
}

/// <summary>The accumulators of $group by name; others are error 15952.</summary>
internal static class Accumulators
{
    /// <summary>Parses one field of a $group into the expression that is taken of each document, and the start of an accumulator for each group.</summary>
    public static (Expression Input, Func<Accumulator> Start) Parse(string name, BsonValue argument)
    {
        switch (name)
        {
            case "$count":
                if (argument is not BsonDocument { ElementCount: 0 })
                    throw MongoError.TypeMismatch("$count takes no arguments, i.e. $count:{}");
                return (_ => new BsonInt32(1), () => new Sum());
            case "$firstN" or "$lastN":
                var named = Expressions.Named(argument, name, ["n", "input"]);
                if (
                    !named["n"].IsNumeric
                    || ModPredicate.Whole(BsonView.Of(named["n"])) is not (> 0 and <= int.MaxValue and var count)
                    || count != Arithmetic.ToDouble(named["n"])
                )
                    throw MongoError.Location(5787908, $"'n' must be a positive constant integer, found {named["n"]}");
                var input = Expressions.Parse(named["input"]);
                return name == "$firstN" ? (input, () => new FirstN((int)count)) : (input, () => new LastN((int)count));
        }
        var start = Named(name) ?? throw MongoError.Location(15952, $"unknown group operator '{name}'");
        if (argument is BsonArray array)
            argument = array.Count == 1 ? array[0] : throw MongoError.Location(40237, $"The {name} accumulator is a unary operator");
        return (Expressions.Parse(argument), start);
    }

    public static Func<Accumulator>? Named(string name) =>
        name switch
        {
            "$sum" => () => new Sum(),
            "$avg" => () => new Average(),
            "$min" => () => new Extreme(-1),
            "$max" => () => new Extreme(1),
            "$first" => () => new FirstN(1, true),
            "$last" => () => new LastN(1, true),
            "$push" => () => new Push(),
            "$addToSet" => () => new Set(),
            "$mergeObjects" => () => new Merge(),
            _ => null,
        };

    /// <summary>Whole numbers are summed exactly, doubles with what rounding loses; the widest type seen is the type of the sum.</summary>
    private sealed class Sum : Accumulator
    {
        private Int128 _whole;
        private double _floating;
        private double _lost;
        private BsonValue? _decimal;
        private bool _hasDouble;
        private bool _hasLong;

        public long Count { get; private set; }

        public override void Add(BsonValue? value)
        {
            if (value is not { IsNumeric: true })
                return;
            Count++;
            switch (value)
            {
                case BsonDecimal128:
                    _decimal = Arithmetic.Add(_decimal ?? value, _decimal is null ? new BsonInt32(0) : value);
                    break;
                case BsonDouble number:
                    _hasDouble = true;
                    var sum = _floating + number.Value;
                    _lost += Math.Abs(_floating) >= Math.Abs(number.Value) ? _floating - sum + number.Value : number.Value - sum + _floating;
                    _floating = sum;
                    break;
                default:
                    _hasLong |= value is BsonInt64;
                    _whole += value.ToInt64();
                    break;
            }
        }

        // The correction is not a number once the sum is infinite.
        private double Floating => double.IsFinite(_lost) ? _floating + _lost : _floating;

        public override BsonValue Result
        {
            get
            {
                var fits = _whole >= long.MinValue && _whole <= long.MaxValue;
                BsonValue whole =
                    !fits ? new BsonDouble((double)_whole)
                    : _hasLong ? new BsonInt64((long)_whole)
                    : Arithmetic.Integer(_whole);
                if (_decimal is not null)
                {
                    var sum = Arithmetic.Add(_decimal, whole)!;
                    return _hasDouble ? Arithmetic.Add(sum, new BsonDouble(Floating))! : sum;
                }
                return _hasDouble ? new BsonDouble(Floating + (double)_whole) : whole;
            }
        }
    }

    private sealed class Average : Accumulator
    {
        private readonly Sum _sum = new();

        public override void Add(BsonValue? value) => _sum.Add(value);

        public override BsonValue Result => _sum.Count == 0 ? BsonNull.Value : Arithmetic.Divide(_sum.Result, new BsonInt64(_sum.Count));
    }

    /// <summary>The least (-1) or greatest (1) value; null and missing do not count.</summary>
    private sealed class Extreme(int sign) : Accumulator
    {
        private BsonValue? _best;

        public override void Add(BsonValue? value)
        {
            if (Expressions.IsNothing(value))
                return;
            if (_best is null || BsonOrder.Compare(value!, _best) * sign > 0)
                _best = value;
        }

        public override BsonValue Result => _best ?? BsonNull.Value;
    }

    private sealed class FirstN(int count, bool single = false) : Accumulator
    {
        private readonly BsonArray _values = [];

        public override void Add(BsonValue? value)
        {
            if (_values.Count < count)
                _values.Add(value ?? BsonNull.Value);
        }

        public override BsonValue Result =>
            !single ? _values
            : _values.Count == 0 ? BsonNull.Value
            : _values[0];
    }

    private sealed class LastN(int count, bool single = false) : Accumulator
    {
        private readonly Queue<BsonValue> _values = new();

        public override void Add(BsonValue? value)
        {
            if (_values.Count == count)
                _values.Dequeue();
            _values.Enqueue(value ?? BsonNull.Value);
        }

        public override BsonValue Result =>
            !single ? new BsonArray(_values)
            : _values.Count == 0 ? BsonNull.Value
            : _values.Peek();
    }

    private sealed class Push : Accumulator
    {
        private readonly BsonArray _values = [];

        public override void Add(BsonValue? value)
        {
            if (value is not null)
                _values.Add(value);
        }

        public override BsonValue Result => _values;
    }

    private sealed class Set : Accumulator
    {
        private readonly HashSet<byte[]> _keys = new(ByteOrder.Instance);
        private readonly BsonArray _values = [];

        public override void Add(BsonValue? value)
        {
            if (value is not null && _keys.Add(KeyWriter.Single(value)))
                _values.Add(value);
        }

        public override BsonValue Result => _values;
    }

    private sealed class Merge : Accumulator
    {
        private BsonDocument _document = [];

        public override void Add(BsonValue? value) => _document = LogicExpressions.Merged([_document, value]);

        public override BsonValue Result => _document;
    }
}
