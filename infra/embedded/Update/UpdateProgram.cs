using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// An update ready to be applied: a replacement, modifiers, or a pipeline. It leaves the old document alone; the new one may share values with it or with the
/// update, and is to be written, not changed. The <c>_id</c> never changes (66); two modifiers on one place, or on a place and something in it, are refused
/// (40). Modifiers run in the order of their paths, so new fields appear in that order whatever the client's order was.
/// </summary>
internal sealed class UpdateProgram
{
    private static readonly PathComparer ByPath = new();

    private readonly BsonView _replacement;
    private readonly Pipeline? _pipeline;
    private readonly List<Step> _steps = [];
    private readonly Dictionary<string, Matcher> _filters = [];

    private UpdateProgram(BsonView replacement) => _replacement = replacement;

    private UpdateProgram(Pipeline pipeline) => _pipeline = pipeline;

    private UpdateProgram(BsonDocument modifiers, IReadOnlyList<BsonDocument> arrayFilters, TimeProvider time)
    {
        foreach (var modifier in modifiers)
        {
            if (!modifier.Name.StartsWith('$'))
                throw Modifiers.Unknown(modifier.Name);
            if (
                modifier.Name
                is not (
                    "$set"
                    or "$setOnInsert"
                    or "$unset"
                    or "$inc"
                    or "$mul"
                    or "$min"
                    or "$max"
                    or "$rename"
                    or "$currentDate"
                    or "$push"
                    or "$addToSet"
                    or "$pop"
                    or "$pull"
                    or "$pullAll"
                )
            )
                throw Modifiers.Unknown(modifier.Name);
            if (modifier.Value is not BsonDocument changes)
                throw MongoError.FailedToParse(
                    $"Modifiers operate on fields but we found type {TypeNames.Of(modifier.Value)} instead. For example: {{$mod: {{<field>: ...}}}} "
                        + $"not {{{modifier.Name}: {modifier.Value}}}"
                );
            foreach (var change in changes)
                AddStep(modifier.Name, change.Name, change.Value, time);
        }
        CheckConflicts([.. _steps.SelectMany(step => step.Places)]);
        _steps.Sort((a, b) => ByPath.Compare(a.Path.Parts, b.Path.Parts));
        AddFilters(arrayFilters, modifiers);
    }

    /// <param name="update">a document of modifiers, a replacement, or an array of stages</param>
    /// <param name="arrayFilters">one per $[name]</param>
    /// <param name="time">for $currentDate</param>
    public static UpdateProgram Parse(BsonValue update, IReadOnlyList<BsonDocument> arrayFilters, TimeProvider? time = null)
    {
        if (update is BsonArray stages)
        {
            if (arrayFilters.Count > 0)
                throw MongoError.FailedToParse("arrayFilters may not be specified for pipeline-syle updates");
            return new(Pipeline.ParseUpdate(stages));
        }
        if (update is not BsonDocument document)
            throw MongoError.FailedToParse("Update argument must be either an object or an array");
        if (document.ElementCount > 0 && document.GetElement(0).Name.StartsWith('$'))
            return new(document, arrayFilters, time ?? TimeProvider.System);
        return Replace(BsonView.Of(document), arrayFilters);
    }

    /// <summary>Makes the update of a replacement, left as the bytes that came over the wire because they are stored as they are.</summary>
    public static UpdateProgram Replace(BsonView document, IReadOnlyList<BsonDocument> arrayFilters)
    {
        if (arrayFilters.Count > 0)
            throw MongoError.FailedToParse("arrayFilters may not be specified for replacement-style updates");
        foreach (var element in document)
            if (element.Name.StartsWith("$"u8))
                throw new MongoError(
                    MongoErrorCode.DollarPrefixedFieldName,
                    $"The dollar ($) prefixed field '{BsonView.Decode(element.Name)}' in '{BsonView.Decode(element.Name)}' is not allowed in the "
                        + $"context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith."
                );
        return new(document);
    }

    /// <summary>Returns the document after the update.</summary>
    /// <param name="old">as stored</param>
    /// <param name="filter">the filter it was found by, for the positional $</param>
    public byte[] Apply(BsonView old, BsonDocument filter) =>
        _replacement.IsMissing ? BsonBuffer.Bytes(Apply(old.ToBsonDocument(), filter)) : UnderId(_replacement, old.Find("_id"u8));

    /// <inheritdoc cref="Apply(BsonView, BsonDocument)"/>
    public BsonDocument Apply(BsonDocument old, BsonDocument filter)
    {
        if (!_replacement.IsMissing)
            return BsonView.Document(UnderId(_replacement, BsonView.Of(old).Find("_id"u8))).ToBsonDocument();
        var id = old.GetValue("_id", null);
        if (_pipeline is not null)
            return WithId(_pipeline.Apply(old), id);
        var document = (BsonDocument)old.DeepClone();
        Run(document, path => Positional.Find(filter, old, path), false);
        CheckId(id, document);
        return document;
    }

    /// <summary>Returns the document that an upsert inserts: what the filter says by equality, then the update.</summary>
    public BsonDocument Upsert(BsonDocument filter, Func<BsonValue> newId)
    {
        var seed = UpsertSeed.From(filter);
        var id = seed.GetValue("_id", null);
        BsonDocument document;
        if (!_replacement.IsMissing)
            document = WithId(_replacement.ToBsonDocument(), id);
        else if (_pipeline is not null)
            document = WithId(_pipeline.Apply(seed), id);
        else
        {
            document = seed;
            Run(document, _ => null, true);
            if (id is not null)
                CheckId(id, document);
        }
        return document.Contains("_id") ? WithId(document, document["_id"]) : WithId(document, newId());
    }

    private void AddStep(string modifier, string path, BsonValue argument, TimeProvider time)
    {
        var steps = UpdatePath.Parse(path);
        if (modifier != "$rename")
        {
            _steps.Add(new(modifier, steps, null, Modifiers.Parse(modifier, path, argument, time)));
            return;
        }
        if (argument is not BsonString { Value: var to })
            throw MongoError.BadValue($"The 'to' field for $rename must be a string: {path}: {argument}");
        if (to == path)
            throw MongoError.BadValue($"The source and target field for $rename must differ: {path}: \"{to}\"");
        var target = UpdatePath.Parse(to);
        if (steps.IsDynamic)
            throw MongoError.BadValue($"The source field for $rename may not be dynamic: {path}");
        if (target.IsDynamic)
            throw MongoError.BadValue($"The destination field for $rename may not be dynamic: {to}");
        _steps.Add(new(modifier, steps, target, (old, _, _) => old));
    }

    private void AddFilters(IReadOnlyList<BsonDocument> arrayFilters, BsonDocument update)
    {
        foreach (var filter in arrayFilters)
        {
            var names = TopFields(filter).Distinct().ToList();
            if (names.Count == 0)
                throw MongoError.FailedToParse("Cannot use an expression without a top-level field name in arrayFilters");
            if (names.Count > 1)
                throw MongoError.FailedToParse(
                    $"Error parsing array filter :: caused by :: Expected a single top-level field name, found '{names[0]}' and '{names[1]}'"
                );
            if (names[0].Length == 0 || !char.IsAsciiLetterLower(names[0][0]) || !names[0].All(char.IsAsciiLetterOrDigit))
                throw MongoError.BadValue(
                    $"Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase "
                        + $"letter, found '{names[0]}'"
                );
            if (!_filters.TryAdd(names[0], Matcher.Parse(filter)))
                throw MongoError.FailedToParse($"Found multiple array filters with the same top-level field name {names[0]}");
        }
        var used = _steps.SelectMany(step => step.Path.Identifiers).ToHashSet();
        foreach (var name in _filters.Keys)
            if (!used.Contains(name))
                throw MongoError.FailedToParse($"The array filter for identifier '{name}' was not used in the update {update}");
        foreach (var step in _steps)
        foreach (var name in step.Path.Identifiers)
            if (!_filters.ContainsKey(name))
                throw MongoError.BadValue($"No array filter found for identifier '{name}' in path '{step.Path.Path}'");

        static IEnumerable<string> TopFields(BsonDocument filter) =>
            filter.SelectMany(element =>
                element.Name.StartsWith('$') && element.Value is BsonArray clauses
                    ? clauses.OfType<BsonDocument>().SelectMany(TopFields)
                    : [element.Name.Split('.')[0]]
            );
    }

    private void Run(BsonDocument document, Func<string, int?> position, bool inserting)
    {
        var expanded = _steps
            .Where(step => inserting || step.Modifier != "$setOnInsert")
            .Select(step => (step, Places: step.Path.IsDynamic ? step.Path.Expand(document, position, _filters) : [step.Path.Parts]))
            .ToList();
        if (_steps.Exists(step => step.Path.IsDynamic))
            CheckConflicts([.. expanded.SelectMany(pair => pair.step.Target is { } target ? [.. pair.Places, target.Parts] : pair.Places)]);
        foreach (var (step, places) in expanded)
        foreach (var place in places)
        {
            if (step.Target is not null)
                Rename(document, step);
            else
                Run(document, step, place);
        }
    }

    private static void Run(BsonDocument document, Step step, string[] place)
    {
        if (Modifiers.OnlyExisting(step.Modifier))
        {
            if (Slot.Find(document, place, step.Modifier == "$pop") is not { Value: { } present } found)
                return;
            if (step.Change(present, string.Join('.', place), document) is { } left)
                found.Set(left);
            else
                found.Remove();
            return;
        }
        var slot = Slot.Make(document, place);
        slot.Set(step.Change(slot.Value, string.Join('.', place), document)!);
    }

    private static void Rename(BsonDocument document, Step step)
    {
        var (from, to) = (step.Path.Parts, step.Target!.Parts);
        CheckNoArray(document, from, "source");
        if (Slot.Find(document, from) is not { Value: { } value } source)
            return;
        CheckNoArray(document, to, "destination");
        source.Remove();
        Slot.Make(document, to).Set(value);
    }

    private static void CheckNoArray(BsonDocument document, string[] parts, string which)
    {
        for (var length = 1; length < parts.Length; length++)
            if (Slot.Find(document, parts.AsSpan(0, length))?.Value is BsonArray)
                throw MongoError.BadValue(
                    $"The {which} field cannot be an array element, '{string.Join('.', parts)}' in doc with {Modifiers.Name(document)} has an array "
                        + $"field called '{parts[length - 1]}'"
                );
    }

    private static void CheckConflicts(List<string[]> places)
    {
        places.Sort(ByPath);
        for (var at = 1; at < places.Count; at++)
        {
            var (shorter, longer) = (places[at - 1], places[at]);
            if (longer.AsSpan().StartsWith(shorter))
                throw new MongoError(
                    MongoErrorCode.ConflictingUpdateOperators,
                    $"Updating the path '{string.Join('.', longer)}' would create a conflict at '{string.Join('.', shorter)}'"
                );
        }
    }

    private static void CheckId(BsonValue? id, BsonDocument document)
    {
        var after = document.GetValue("_id", null);
        if (id is null)
            return;
        if (after is null || !BsonOrder.Same(id, after))
            throw new MongoError(MongoErrorCode.ImmutableField, "Performing an update on the path '_id' would modify the immutable field '_id'");
        document["_id"] = id;
    }

    private static byte[] UnderId(BsonView document, BsonView id)
    {
        if (id.IsMissing)
            return document.Payload.ToArray();
        if (document.Find("_id"u8) is { IsMissing: false } own && BsonOrder.Compare(own, id) != 0)
            throw OtherId(own.ToBsonValue());
        var result = new BsonBuffer();
        var start = result.Begin();
        result.Copy("_id"u8, id);
        foreach (var element in document)
            if (!element.Name.SequenceEqual("_id"u8))
                result.Copy(element.Name, element.Value);
        result.End(start);
        return result.ToArray();
    }

    private static MongoError OtherId(BsonValue own) =>
        new(MongoErrorCode.ImmutableField, $"After applying the update, the (immutable) field '_id' was found to have been altered to _id: {own}");

    /// <summary>The document with this id in front; one it has already must be the same.</summary>
    private static BsonDocument WithId(BsonDocument document, BsonValue? id)
    {
        if (id is null)
            return document;
        if (document.TryGetValue("_id", out var own) && !BsonOrder.Same(own, id))
            throw OtherId(own);
        var result = new BsonDocument(allowDuplicateNames: true) { { "_id", id } };
        foreach (var element in document)
            if (element.Name != "_id")
                result.Add(element);
        return result;
    }

    private sealed record Step(string Modifier, UpdatePath Path, UpdatePath? Target, Change Change)
    {
        public IEnumerable<string[]> Places => Target is null ? [Path.Parts] : [Path.Parts, Target.Parts];
    }

    /// <summary>Orders paths part by part: numbers by value, other names by their letters, and a path before what lies in it.</summary>
    private sealed class PathComparer : IComparer<string[]>
    {
        public int Compare(string[]? x, string[]? y)
        {
            for (var at = 0; at < Math.Min(x!.Length, y!.Length); at++)
            {
                var (a, b) = (FieldPath.Position(x[at]), FieldPath.Position(y[at]));
                var order = a >= 0 && b >= 0 ? a.CompareTo(b) : string.CompareOrdinal(x[at], y[at]);
                if (order != 0)
                    return order;
            }
            return x.Length.CompareTo(y.Length);
        }
    }
}
