using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>A place in a document that has, or can have, a value: a field of a document or an element of an array.</summary>
internal readonly struct Slot
{
    /// <summary>The most nulls that are put before a new element of an array.</summary>
    private const int MaxPadding = 1_500_000;

    private readonly BsonValue _container;
    private readonly string _name;
    private readonly int _index;

    private Slot(BsonValue container, string name)
    {
        (_container, _name) = (container, name);
        _index = container is BsonArray ? FieldPath.Position(name) : -1;
    }

    public bool IsElement => _container is BsonArray;

    public BsonValue? Value =>
        _container switch
        {
            BsonDocument document => document.TryGetValue(_name, out var value) ? value : null,
            BsonArray array => _index >= 0 && _index < array.Count ? array[_index] : null,
            _ => null,
        };

    /// <summary>Finds the place to which a path leads, without making anything; null where the way to it does not exist.</summary>
    public static Slot? Find(BsonDocument document, ReadOnlySpan<string> parts, bool strict = false)
    {
        var slot = new Slot(document, parts[0]);
        foreach (var part in parts[1..])
        {
            if (slot.Value is not { } next)
                return null;
            if (next is not (BsonDocument or BsonArray))
                return strict ? throw NotViable(part, slot._name, next) : null;
            slot = new(next, part);
        }
        return slot;
    }

    /// <summary>Finds the place to which a path leads, and makes the documents on the way where they are missing.</summary>
    public static Slot Make(BsonDocument document, ReadOnlySpan<string> parts)
    {
        var slot = new Slot(document, parts[0]);
        for (var at = 1; at < parts.Length; at++)
        {
            var next = slot.Value;
            if (next is null)
                slot.Set(next = new BsonDocument());
            if (next is not (BsonDocument or BsonArray) || next is BsonArray && FieldPath.Position(parts[at]) < 0)
                throw NotViable(parts[at], parts[at - 1], next);
            slot = new(next, parts[at]);
        }
        return slot;
    }

    public void Set(BsonValue value)
    {
        if (_container is BsonDocument document)
        {
            document.Set(_name, value);
            return;
        }
        var array = (BsonArray)_container;
        if (_index - array.Count > MaxPadding)
            throw MongoError.BadValue($"can't backfill more than {MaxPadding} elements");
        while (array.Count <= _index)
            array.Add(BsonNull.Value);
        array[_index] = value;
    }

    /// <summary>Removes the value; an element of an array becomes null, so that the others keep their positions.</summary>
    public void Remove()
    {
        if (_container is BsonDocument document)
            document.Remove(_name);
        else if (Value is not null)
            Set(BsonNull.Value);
    }

    private static MongoError NotViable(string part, string name, BsonValue value) =>
        new(MongoErrorCode.PathNotViable, $"Cannot create field '{part}' in element {{{name}: {value}}}");
}
