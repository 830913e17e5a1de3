using MongoDB.Bson;

namespace ELearning.Tests.Storage;

/// <summary>
/// What was sent to a database, by area as the table in <c>infra/embedded/SUBSET.md</c> names it: for each command its options, and the operators of
/// filters, updates, projections, stages, accumulators and expressions. What the driver says for itself (greeting, sessions, retries) is left out.
/// </summary>
internal sealed class SentCommands
{
    /// <summary>Areas that are no commands.</summary>
    public static readonly IReadOnlySet<string> OperatorAreas = new HashSet<string>
    {
        "filters",
        "updates",
        "projections",
        "stages",
        "accumulators",
        "expressions",
    };

    // killCursors: a cursor given up half read, as when a request is cancelled.
    private static readonly HashSet<string> OfTheDriver = ["hello", "isMaster", "saslStart", "saslContinue", "endSessions", "killCursors", "lsid", "txnNumber"];
    private readonly SortedDictionary<string, SortedSet<string>> _words = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>A copy of all that was seen so far.</summary>
    public SortedDictionary<string, SortedSet<string>> Words
    {
        get
        {
            lock (_gate)
            {
                return new(_words.ToDictionary(area => area.Key, area => new SortedSet<string>(area.Value, StringComparer.Ordinal)), StringComparer.Ordinal);
            }
        }
    }

    /// <summary>All as lines <c>area: word</c>; a command without options is its name alone.</summary>
    public static IEnumerable<string> Lines(IEnumerable<KeyValuePair<string, SortedSet<string>>> words) =>
        words.SelectMany(area => area.Value.Select(word => $"{area.Key}: {word}").Prepend(area.Key));

    public void Add(BsonDocument command)
    {
        // The driver shows no commands that carry secrets.
        if (command.ElementCount == 0 || OfTheDriver.Contains(command.GetElement(0).Name))
            return;
        lock (_gate)
        {
            var name = command.GetElement(0).Name;
            _words.TryAdd(name, new(StringComparer.Ordinal));
            Options(name, command.Elements.Skip(1));
            Filter(command.GetValue("filter", null) ?? command.GetValue("query", null));
            Projection(command.GetValue("projection", null) ?? command.GetValue("fields", null));
            Pipeline(command.GetValue("pipeline", null));
            Update(command.GetValue("update", null));
            foreach (
                var part in new[] { "updates", "deletes", "indexes" }.SelectMany(list => command.GetValue(list, null) as BsonArray ?? []).OfType<BsonDocument>()
            )
            {
                Options(name, part);
                Filter(part.GetValue("q", null) ?? part.GetValue("partialFilterExpression", null));
                Update(part.GetValue("u", null));
                // 1 and -1 are the order of an index; a word is its kind: text, hashed, 2dsphere.
                Note(name, (part.GetValue("key", null) as BsonDocument ?? []).Values.OfType<BsonString>().Select(kind => kind.Value));
            }
            if (command.GetValue("cursor", null) is BsonDocument cursor)
                Options(name, cursor);
        }
    }

    private void Note(string area, params IEnumerable<string> noted)
    {
        foreach (var word in noted)
        {
            if (!_words.TryGetValue(area, out var known))
                _words.Add(area, known = new(StringComparer.Ordinal));
            known.Add(word);
        }
    }

    private void Options(string command, IEnumerable<BsonElement> options) =>
        Note(command, options.Select(option => option.Name).Where(option => !option.StartsWith('$') && !OfTheDriver.Contains(option)));

    private void Filter(BsonValue? filter)
    {
        foreach (var element in filter as BsonDocument ?? [])
        {
            if (element.Name == "$expr")
            {
                Note("filters", element.Name);
                Expression(element.Value);
            }
            else if (element.Name.StartsWith('$'))
            {
                Note("filters", element.Name);
                foreach (var clause in element.Value as BsonArray ?? [])
                    Filter(clause);
            }
            else
            {
                Condition(element.Value);
            }
        }
    }

    private void Condition(BsonValue condition)
    {
        if (condition is BsonRegularExpression)
            Note("filters", "$regex");
        if (condition is not BsonDocument operators || !IsOperators(operators))
            return;
        foreach (var element in operators)
        {
            Note("filters", element.Name);
            foreach (var part in element.Value as BsonArray ?? [element.Value])
            {
                if (element.Name == "$elemMatch" && part is BsonDocument inner && !IsOperators(inner))
                    Filter(inner);
                else
                    Condition(part);
            }
        }
    }

    private void Update(BsonValue? update)
    {
        if (update is BsonArray stages)
        {
            Note("updates", "pipeline");
            Pipeline(stages);
        }
        if (update is not BsonDocument changes)
            return;
        if (!IsOperators(changes))
        {
            Note("updates", "replacement");
            return;
        }
        foreach (var modifier in changes)
        {
            Note("updates", modifier.Name);
            foreach (var change in modifier.Value as BsonDocument ?? [])
            {
                Note("updates", change.Name.Split('.').Where(part => part.StartsWith('$')).Select(part => part.Length > 3 ? "$[name]" : part));
                if (modifier.Name is "$push" or "$addToSet" && change.Value is BsonDocument clauses && IsOperators(clauses))
                    Note("updates", clauses.Names);
                if (modifier.Name == "$pull" && change.Value is BsonDocument condition)
                    Filter(IsOperators(condition) ? new BsonDocument("", condition) : condition);
            }
        }
    }

    private void Projection(BsonValue? projection)
    {
        foreach (var field in (projection as BsonDocument ?? []).Values)
        {
            if (field is BsonDocument shape && shape.ElementCount > 0 && shape.GetElement(0).Name is "$slice" or "$elemMatch" or "$meta")
                Note("projections", shape.Names);
            else
                Expression(field);
        }
    }

    private void Pipeline(BsonValue? pipeline)
    {
        foreach (var stage in (pipeline as BsonArray ?? []).OfType<BsonDocument>().Select(stage => stage.GetElement(0)))
        {
            Note("stages", stage.Name);
            switch (stage.Name)
            {
                case "$match":
                    Filter(stage.Value);
                    break;
                case "$group":
                    foreach (var field in stage.Value.AsBsonDocument)
                    {
                        if (field.Name == "_id")
                        {
                            Expression(field.Value);
                            continue;
                        }
                        var accumulator = field.Value.AsBsonDocument.GetElement(0);
                        Note("accumulators", accumulator.Name);
                        Expression(accumulator.Value);
                    }
                    break;
                case "$facet":
                    foreach (var facet in stage.Value.AsBsonDocument.Values)
                        Pipeline(facet);
                    break;
                default:
                    Expression(stage.Value);
                    break;
            }
        }
    }

    private void Expression(BsonValue value)
    {
        switch (value)
        {
            case BsonArray array:
                foreach (var element in array)
                    Expression(element);
                break;
            case BsonDocument document:
                foreach (var element in document)
                {
                    if (element.Name.StartsWith('$'))
                        Note("expressions", element.Name);
                    if (element.Name != "$literal")
                        Expression(element.Value);
                }
                break;
        }
    }

    private static bool IsOperators(BsonDocument document) => document.ElementCount > 0 && document.GetElement(0).Name.StartsWith('$');
}
