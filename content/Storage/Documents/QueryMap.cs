using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>The question of one page: which documents, in which order, from where.</summary>
/// <param name="Within">What the store itself demands: published only, the caller's scope.</param>
/// <param name="Today">For fields that mean "held today".</param>
internal sealed record PageQuery(BsonDocument Within, Filter? Filter, IReadOnlyList<Sort> Sorts, PageRequest Page, DateOnly Today = default)
{
    /// <summary>For fields that mean "within the subtree": what moves make of stored ancestors.</summary>
    public MovedTree? Tree { get; init; }
}

/// <summary>
/// A store's API fields beside its indexes: name, path, operators, order. Turns filters, sorts and pages into one driver find with a keyset cursor; what is not
/// declared here cannot be asked. Missing values sort before all others, as the database does.
/// </summary>
/// <param name="idOf">The document's id: the last sort key of every order, so that each order is total.</param>
/// <param name="without">An element of the stored documents that <typeparamref name="TDocument"/> does without, and pages leave in the database.</param>
internal sealed class QueryMap<TDocument>(Func<TDocument, string> idOf, string idPath = "_id", string? without = null)
{
    private readonly Dictionary<string, Mapped> _mapped = [];

    public IReadOnlyList<QueryField> Fields => [.. _mapped.Values.Select(entry => entry.Field)];

    /// <param name="sortBy">The value a document sorts by under this field; with it the field is sortable.</param>
    /// <param name="filter">For fields that are more than a path; the last argument is the whole question.</param>
    /// <param name="always">Every document has it: then a page of falling order, too, begins in the index where its cursor stands.</param>
    /// <param name="narrow">See <see cref="QueryField.Narrow"/>.</param>
    public QueryMap<TDocument> Add<TValue>(
        string name,
        string path,
        FilterOperator operators,
        string description,
        Func<TDocument, TValue?>? sortBy = null,
        bool isList = false,
        string? idOf = null,
        Func<FilterOperator, BsonValue, PageQuery, BsonDocument>? filter = null,
        bool always = false,
        bool narrow = false
    )
    {
        var type = Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue);
        _mapped.Add(
            name,
            new(
                new QueryField(name, type, operators, sortBy is not null, description, isList, idOf, narrow),
                path,
                sortBy is null ? null : document => sortBy(document),
                filter,
                always
            )
        );
        return this;
    }

    /// <summary>A longer list costs no more than one of so many entries, which is more than one request may cost by default.</summary>
    private const long MostPaidFor = 1_000_000;

    /// <summary>One find (and one count when the total is asked for).</summary>
    /// <param name="read">Reads the documents in the place of that find, by filter, sort and limit.</param>
    public async Task<Page<TDocument>> PageAsync(
        IMongoCollection<TDocument> collection,
        PageQuery query,
        CancellationToken cancellationToken,
        Func<BsonDocument, BsonDocument, int, Task<List<TDocument>>>? read = null
    )
    {
        if (query.Page.Payer is { } payer)
            await payer.PayAsync(
                $"{collection.CollectionNamespace} {query.Within}",
                () => CountAsync(collection, query with { Filter = null }, cancellationToken, MostPaidFor)
            );
        var (filter, sort, limit) = Asked(query);
        var found = await (read ?? FindAsync)(filter, sort, limit);
        long? total = query.Page.WithTotal ? await CountAsync(collection, query, cancellationToken) : null;
        return new Order(this, query.Sorts, query.Page).ToPage(found, total);

        async Task<List<TDocument>> FindAsync(BsonDocument filter, BsonDocument sort, int limit)
        {
            var find = new FindOptions<TDocument>
            {
                Sort = sort,
                Limit = limit,
                Projection = without is null ? null : new BsonDocument(without, 0),
            };
            return await (await collection.FindAsync<TDocument>(filter, find, cancellationToken)).ToListAsync(cancellationToken);
        }
    }

    /// <summary>Counts all that match, whatever the page.</summary>
    /// <param name="most">Where counting may stop; null for never.</param>
    public Task<long> CountAsync(IMongoCollection<TDocument> collection, PageQuery query, CancellationToken cancellationToken, long? most = null)
    {
        var matching = Match(query);
        // Told to use an index, MongoDB counts a whole collection by its keys instead of reading every document.
        return collection.CountDocumentsAsync(
            matching,
            new CountOptions { Hint = matching.ElementCount == 0 ? "_id_" : null, Limit = most },
            cancellationToken
        );
    }

    /// <summary>A page as the database is asked for it.</summary>
    public (BsonDocument Filter, BsonDocument Sort, int Limit) Asked(PageQuery query)
    {
        var order = new Order(this, query.Sorts, query.Page);
        return (And(Match(query), order.Beyond), order.Stage, query.Page.Limit + 1);
    }

    /// <summary>Reads a page of each parent by one aggregate, however many parents; parents without any get an empty page.</summary>
    /// <param name="parentIsList">The document belongs to several parents: <paramref name="parentPath"/> is a list.</param>
    public async Task<IReadOnlyDictionary<string, Page<TDocument>>> PagesAsync(
        IMongoCollection<TDocument> collection,
        string parentPath,
        IReadOnlyCollection<string> parents,
        PageQuery query,
        CancellationToken cancellationToken,
        bool parentIsList = false
    )
    {
        var order = new Order(this, query.Sorts, query.Page);
        var ids = new BsonArray(parents);
        var matching = And(new BsonDocument(parentPath, new BsonDocument("$in", ids)), Match(query));
        if (parents.Count == 1)
            return new Dictionary<string, Page<TDocument>>
            {
                [parents.First()] = await PageAsync(
                    collection,
                    query with
                    {
                        Within = And(new BsonDocument(parentPath, parents.First()), query.Within),
                    },
                    cancellationToken
                ),
            };

        BsonDocument[] perParent = parentIsList
            ?
            [
                new("$project", new BsonDocument { { "parent", "$" + parentPath }, { "document", "$$ROOT" } }),
                new("$unwind", "$parent"),
                new("$match", new BsonDocument("parent", new BsonDocument("$in", ids))),
            ]
            : [];
        var (parent, document) = parentIsList ? ("$parent", "$document") : ("$" + parentPath, "$$ROOT");
        var pages = await AggregateAsync(
            collection,
            [
                new("$match", And(matching, order.Beyond)),
                new("$sort", order.Stage),
                .. perParent,
                new(
                    "$group",
                    new BsonDocument
                    {
                        { "_id", parent },
                        { "documents", new BsonDocument("$firstN", new BsonDocument { { "n", query.Page.Limit + 1 }, { "input", document } }) },
                        { "total", new BsonDocument("$sum", 1) },
                    }
                ),
            ],
            cancellationToken
        );
        var totals = query.Page is { WithTotal: true, Cursor: not null }
            ? await AggregateAsync(
                collection,
                [new("$match", matching), .. perParent, new("$group", new BsonDocument { { "_id", parent }, { "total", new BsonDocument("$sum", 1) } })],
                cancellationToken
            )
            : pages;
        return parents
            .Distinct()
            .ToDictionary(
                id => id,
                id =>
                    order.ToPage(
                        pages.TryGetValue(id, out var page)
                            ? [.. page["documents"].AsBsonArray.Select(item => BsonSerializer.Deserialize<TDocument>(item.AsBsonDocument))]
                            : [],
                        !query.Page.WithTotal ? null
                            : totals.TryGetValue(id, out var group) ? group["total"].ToInt64()
                            : 0
                    )
            );
    }

    /// <summary>The order as the database is asked for it.</summary>
    public BsonDocument SortStage(IReadOnlyList<Sort> sorts) => new Order(this, sorts, new()).Stage;

    /// <summary>The whole condition of a query, without its page.</summary>
    public BsonDocument Match(PageQuery query) => query.Filter is null ? query.Within : And(query.Within, Translate(query.Filter, query));

    public static BsonDocument And(params IEnumerable<BsonDocument?> parts)
    {
        var demands = parts.Where(part => part is { ElementCount: > 0 }).Select(part => part!).ToList();
        return demands.Count switch
        {
            0 => [],
            1 => demands[0],
            _ => new("$and", new BsonArray(demands)),
        };
    }

    /// <summary>Any of the values at any of the paths; an index on each path serves it.</summary>
    public static BsonDocument AnyOf(IEnumerable<string> paths, IEnumerable<string> values)
    {
        var among = new BsonDocument("$in", new BsonArray(values));
        return new("$or", new BsonArray(paths.Select(path => new BsonDocument(path, among))));
    }

    private BsonDocument Translate(Filter filter, PageQuery query) =>
        filter switch
        {
            AndFilter and => And(and.Parts.Select(part => Translate(part, query))),
            // An empty OR is false, as an empty IN is; an empty AND is true.
            OrFilter or => or.Parts.Count == 0
                ? new(idPath, new BsonDocument("$in", new BsonArray()))
                : new("$or", new BsonArray(or.Parts.Select(part => Translate(part, query)))),
            FieldFilter field => Translate(field, query),
            _ => throw new ArgumentOutOfRangeException(nameof(filter)),
        };

    private BsonDocument Translate(FieldFilter filter, PageQuery query)
    {
        if (!_mapped.TryGetValue(filter.Field, out var field) || !field.Field.Operators.HasFlag(filter.Operator))
            throw ContentError.Invalid("where." + filter.Field, InputFault.Unknown);
        var value = DocumentMapping.ToBson(filter.Value);
        if (field.Filter is not null)
            return field.Filter(filter.Operator, value, query);
        BsonValue Not(BsonValue condition) => new BsonDocument("$not", condition);
        return new BsonDocument(
            field.Path,
            filter.Operator switch
            {
                FilterOperator.Eq or FilterOperator.Some => value.IsBsonArray ? new BsonDocument("$in", value) : value,
                FilterOperator.Neq => new BsonDocument("$ne", value),
                FilterOperator.None => value.IsBsonArray ? new BsonDocument("$nin", value) : new BsonDocument("$ne", value),
                FilterOperator.All => Not(new BsonDocument("$elemMatch", value.IsBsonArray ? new BsonDocument("$nin", value) : new BsonDocument("$ne", value))),
                FilterOperator.In => new BsonDocument("$in", value),
                FilterOperator.Nin => new BsonDocument("$nin", value),
                FilterOperator.Gt => new BsonDocument("$gt", value),
                FilterOperator.Gte => new BsonDocument("$gte", value),
                FilterOperator.Lt => new BsonDocument("$lt", value),
                FilterOperator.Lte => new BsonDocument("$lte", value),
                // A range, not a pattern: every index serves it, and nothing of the value is ever read as a pattern.
                FilterOperator.StartsWith => new BsonDocument { { "$gte", value }, { "$lt", value.AsString + "\U0010FFFF" } },
                FilterOperator.Contains => new BsonDocument("$regex", System.Text.RegularExpressions.Regex.Escape(value.AsString)),
                _ => throw new ArgumentOutOfRangeException(nameof(filter)),
            }
        );
    }

    private static async Task<Dictionary<string, BsonDocument>> AggregateAsync(
        IMongoCollection<TDocument> collection,
        BsonDocument[] stages,
        CancellationToken cancellationToken
    )
    {
        using var cursor = await collection.AggregateAsync(PipelineDefinition<TDocument, BsonDocument>.Create(stages), null, cancellationToken);
        return (await cursor.ToListAsync(cancellationToken)).ToDictionary(group => group["_id"].AsString);
    }

    private sealed record Mapped(
        QueryField Field,
        string Path,
        Func<TDocument, object?>? SortBy,
        Func<FilterOperator, BsonValue, PageQuery, BsonDocument>? Filter,
        bool Always
    );

    /// <summary>One order of the list and the place in it where a page begins.</summary>
    private sealed class Order
    {
        private readonly IReadOnlyList<(Mapped Field, bool Descending)> _keys;
        private readonly QueryMap<TDocument> _map;
        private readonly PageRequest _page;
        private readonly string _name;

        public Order(QueryMap<TDocument> map, IReadOnlyList<Sort> sorts, PageRequest page)
        {
            (_map, _page) = (map, page);
            if (page.Limit is < 1 or > 100)
                throw ContentError.OutOfRange(page.Backward ? "last" : "first", 1, 100);
            _keys =
            [
                .. sorts
                    .DistinctBy(sort => sort.Field)
                    .Select(sort =>
                        map._mapped.TryGetValue(sort.Field, out var field) && field.SortBy is not null
                            ? (field, sort.Descending)
                            : throw ContentError.Invalid("order." + sort.Field, InputFault.Unknown)
                    ),
            ];
            _name = string.Join(' ', _keys.Select(key => (key.Descending ? "-" : "+") + key.Field.Field.Name));
        }

        /// <summary>The id goes the way of the last key, so that one compound index serves the whole order either way.</summary>
        private bool IdDescends => _keys.Count > 0 && _keys[^1].Descending;

        public BsonDocument Stage
        {
            get
            {
                var stage = new BsonDocument();
                foreach (var (key, descending) in _keys)
                {
                    stage.Add(key.Path, descending != _page.Backward ? -1 : 1);
                }
                // Sorted by the id itself, the order is total already.
                return stage.Contains(_map.IdPath) ? stage : stage.Add(_map.IdPath, IdDescends != _page.Backward ? -1 : 1);
            }
        }

        /// <summary>The condition on what lies beyond the cursor in the direction of reading; null on the first page.</summary>
        public BsonDocument? Beyond
        {
            get
            {
                if (_page.Cursor is null)
                    return null;
                var (values, id) = KeysetCursor.Decode(
                    _page.Cursor,
                    _name,
                    [.. _keys.Select(key => key.Field.Field.ValueType)],
                    _page.Backward ? "before" : "after"
                );
                var beyond = new BsonDocument(_map.IdPath, new BsonDocument(IdDescends != _page.Backward ? "$lt" : "$gt", id));
                for (var i = _keys.Count - 1; i >= 0; i--)
                {
                    var value = DocumentMapping.ToBson(values[i]);
                    var falling = _keys[i].Descending != _page.Backward;
                    var path = _keys[i].Field.Path;
                    BsonDocument[] further = (falling, value.IsBsonNull) switch
                    {
                        (true, false) when _keys[i].Field.Always => [new(path, new BsonDocument("$lt", value))],
                        (false, false) => [new(path, new BsonDocument("$gt", value))],
                        (false, true) => [new(path, new BsonDocument("$ne", BsonNull.Value))],
                        // Missing values come last when falling; no comparison reaches them.
                        (true, false) => [new(path, new BsonDocument("$lt", value)), new(path, BsonNull.Value)],
                        (true, true) => [],
                    };
                    beyond = new BsonDocument("$or", new BsonArray([.. further, And(new BsonDocument(path, value), beyond)]));
                    if (i == 0 && !value.IsBsonNull && (!falling || _keys[i].Field.Always))
                        beyond = And(new BsonDocument(path, new BsonDocument(falling ? "$lte" : "$gte", value)), beyond); // a plain range for the index
                }
                return beyond;
            }
        }

        /// <param name="found">In the direction of reading, one more than the page where there is more.</param>
        public Page<TDocument> ToPage(List<TDocument> found, long? total)
        {
            var more = found.Count > _page.Limit;
            var shown = found.Take(_page.Limit);
            return new(
                [
                    .. (_page.Backward ? shown.Reverse() : shown).Select(document => new Edge<TDocument>(
                        document,
                        KeysetCursor.Encode(_name, _keys.Select(key => key.Field.SortBy!(document)), _map.IdOf(document))
                    )),
                ],
                HasNextPage: _page.Backward ? _page.Cursor is not null : more,
                HasPreviousPage: _page.Backward ? more : _page.Cursor is not null,
                total
            );
        }
    }

    private string IdPath => idPath;

    private string IdOf(TDocument document) => idOf(document);
}
