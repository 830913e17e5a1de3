using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.GraphQL.Tests.Hosting;

/// <summary>A schema of two types that uses every convention once; the conventions are proved on it, not on the product's growing schema.</summary>
internal sealed class TinySchema : Schema
{
    public TinySchema(IServiceProvider services)
        : base(services)
    {
        Description = "A small schema.";
        ScalarTypes.AddTo(this);
        CostDirectives.AddTo(this);
        Query = new TinyQuery();
        Mutation = TinyMutations.Make();
        Subscription = new TinySubscription();
    }
}

internal enum Colour
{
    [Description("Red.")]
    Red,

    [Description("Dark blue.")]
    DarkBlue,
}

internal sealed record Shelf(string Id, string Name, Colour Colour, IReadOnlyList<string> BookIds, DateTimeOffset MadeAt);

internal sealed record Book(string Id, string Title, double Weight);

internal sealed class Library
{
    public List<string> Calls { get; } = [];

    public ListRequest? Asked { get; set; }

    /// <summary>Books that arrive, for whoever listens.</summary>
    public Channel<Book> Arrivals { get; } = Channel.CreateUnbounded<Book>();

    /// <summary>How many were taken by who listens.</summary>
    public int Taken { get; private set; }

    /// <summary>Done when a listener has left.</summary>
    public TaskCompletionSource Left { get; } = new();

    /// <summary>Books that were moved, in the order in which that was done.</summary>
    public List<string> Moved { get; } = [];

    /// <summary>How often the notice was read.</summary>
    public int Read { get; private set; }

    /// <summary>Waited for by who reads the notice.</summary>
    public Task Reading { get; set; } = Task.CompletedTask;

    public async Task<string> ReadNoticeAsync(string? addressee)
    {
        Read++;
        await Reading;
        return addressee is "nobody" ? throw TinyError.NotFound() : $"今日开放 {addressee}";
    }

    /// <summary>While true there are no books for those who listen.</summary>
    public bool IsClosed { get; set; }

    /// <summary>A mutation that is being tried, and lets it end.</summary>
    public (TaskCompletionSource Begun, TaskCompletionSource MayEnd) Slow { get; } =
        (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));

    public async IAsyncEnumerable<Book> ArrivingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var book in Arrivals.Reader.ReadAllAsync(cancellationToken))
            {
                Taken++;
                yield return book;
            }
        }
        finally
        {
            Left.TrySetResult();
        }
    }

    public static readonly Shelf[] Shelves =
    [
        new("s1", "一号书架", Colour.Red, ["b1", "b2"], new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(8))),
        new("s2", "二号书架", Colour.DarkBlue, ["b2", "b3"], new DateTimeOffset(2026, 3, 2, 0, 0, 0, 500, TimeSpan.Zero)),
    ];

    public static readonly Book[] Books = [new("b1", "党章", 1.5), new("b2", "党史 \"读本\"", 2), new("b3", "农技", 0.25)];
}

internal sealed class BookLoader(Library library) : BatchLoader<string, Book>
{
    protected override Task<IReadOnlyDictionary<string, Book>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        library.Calls.Add(string.Join(",", keys.Order()));
        return Task.FromResult<IReadOnlyDictionary<string, Book>>(Library.Books.Where(book => keys.Contains(book.Id)).ToDictionary(book => book.Id));
    }
}

internal sealed class ShelfFields : IListFields
{
    public static string Node => "Shelf";

    public static IReadOnlyList<QueryField> Fields { get; } =
    [
        new("name", typeof(string), FilterOperator.Eq | FilterOperator.Contains, Sortable: true, "By name."),
        new("colour", typeof(Colour), FilterOperator.Eq | FilterOperator.In, Sortable: false, "By colour."),
        new("madeAt", typeof(DateTimeOffset), FilterOperator.Gte | FilterOperator.Lt, Sortable: true, "By time."),
        new("books", typeof(string), FilterOperator.Some | FilterOperator.None, Sortable: false, "By book.", IsList: true, IdOf: "Book"),
    ];
}

internal sealed class BookType : ObjectType<Book>
{
    public BookType()
        : base("A book.")
    {
        Node(book => book.Id, (ctx, id) => ctx.Loader<BookLoader>().LoadAsync(id));
        Field(book => book.Title).Description("Title.");
        Field(book => book.Weight).Description("Weight.");
    }
}

internal sealed class ShelfType : ObjectType<Shelf>
{
    public ShelfType()
        : base("A shelf.")
    {
        Node(shelf => shelf.Id, (_, id) => LoaderResults.Ready(Library.Shelves.FirstOrDefault(shelf => shelf.Id == id)));
        Field(shelf => shelf.Name).Description("Name.");
        Field(shelf => shelf.Colour).Description("Colour.");
        Field(shelf => shelf.MadeAt).Description("When it was made.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<BookType>>>, IDataLoaderResult<IReadOnlyList<Book>>>("books")
            .Description("What stands on it.")
            .Resolve(ctx => ctx.Loader<BookLoader>().LoadManyAsync(ctx.Source.BookIds));
        Field<StringGraphType>("audit").Description("For auditors.").RequireRole("Auditor").Resolve(_ => "seen");
    }
}

internal sealed class TinyQuery : ObjectType<object?>
{
    public TinyQuery()
        : base("Query.")
    {
        Name = "Query";
        NodeQueries.AddTo(this);
        Connection<ShelfType>("shelves", "Shelves.")
            .WhereAndOrder<ShelfFields>()
            .Resolve(
                (ctx, list) =>
                {
                    ctx.Service<Library>().Asked = list;
                    var page = Library.Shelves.Take(list.Page.Limit).Select(shelf => new Edge<Shelf>(shelf, "c-" + shelf.Id)).ToList();
                    return Task.FromResult(
                        new Page<Shelf>(page, page.Count < Library.Shelves.Length, false, list.Page.WithTotal ? Library.Shelves.Length : null)
                    );
                }
            );
        Field<ShelfType>("shelfById")
            .Description("One shelf.")
            .IdArgument("id", "Shelf", "Which.")
            .Resolve(ctx => Library.Shelves.FirstOrDefault(shelf => shelf.Id == ctx.GetArgument<string>("id")));
        Field<StringGraphType>("greeting")
            .Description("Says hello.")
            .Public()
            .Argument<FloatGraphType>("at", "A number.")
            .Argument<DateScalar>("on", "A day.")
            .Resolve(ctx => $"你好 {ctx.GetArgument<double?>("at")} {ctx.GetArgument<DateOnly?>("on"):yyyyMMdd}");
        Field<StringGraphType>("notice")
            .Description("What all read alike.")
            .Argument<StringGraphType>("to", "Whom it addresses.")
            .FreshFor(TimeSpan.FromMinutes(1))
            .ResolveAsync(async ctx => await ctx.Service<Library>().ReadNoticeAsync(ctx.GetArgument<string?>("to")));
        Field<StringGraphType>("missing").Description("Fails as expected.").Resolve(_ => throw TinyError.NotFound());
        Field<StringGraphType>("broken").Description("Fails unexpectedly.").Resolve(_ => throw new InvalidOperationException("the secret password"));
    }
}

internal sealed record MoveBookInput(string BookId, string ShelfId, double Position, Colour? Colour, IReadOnlyList<string>? Notes);

internal sealed class MoveBookInputType : InputType<MoveBookInput>
{
    public MoveBookInputType()
        : base("What to move where.")
    {
        Field<NonNullGraphType<IdGraphType>>("bookId").Description("The book.").OfNode("Book");
        Field<NonNullGraphType<IdGraphType>>("shelfId").Description("The shelf.").OfNode("Shelf");
        Field(input => input.Position).Description("Where.");
        Field(input => input.Colour, nullable: true).Description("Colour.");
        Field(input => input.Notes, nullable: true).Description("Notes.");
    }
}

internal sealed class TinySubscription : ObjectType<object?>
{
    public TinySubscription()
        : base("Subscription.")
    {
        Name = "Subscription";
        Field<NonNullGraphType<BookType>, Book>("onBook")
            .Description("Each book as it arrives.")
            .ResolveStreamAsync(ctx =>
                Task.FromResult<IObservable<Book?>>(
                    new Listening<Book>(
                        ctx.Service<Library>().ArrivingAsync,
                        (now, _) => now.Service<Library>().IsClosed ? throw TinyError.NotFound() : Task.CompletedTask
                    )
                )
            );
    }
}

internal static class TinyMutations
{
    public static MutationRoot Make()
    {
        var mutation = new MutationRoot(TinyErrors.Instance);
        mutation
            .Mutation<MoveBookInputType, Shelf>("moveBook", "Moves a book.")
            .Field<ShelfType>("shelf", "The shelf it stands on now.", shelf => shelf)
            .Errors(TinyErrors.BookLent)
            .Resolve<MoveBookInput>(
                (input, ctx) =>
                    input.BookId switch
                    {
                        "b1" => throw new TinyError(TinyErrors.InvalidInput, "position"),
                        "b2" => throw new TinyError(TinyErrors.BookLent) { Detail = new Loan("张三", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) },
                        "b8" => SlowlyAsync(ctx.Service<Library>()),
                        "b9" => throw new TinyError("ShelfLocked"),
                        _ => Moved(ctx.Service<Library>(), input),
                    }
            );
        return mutation;
    }

    private static async Task<Shelf> SlowlyAsync(Library library)
    {
        library.Slow.Begun.SetResult();
        await library.Slow.MayEnd.Task;
        library.Moved.Add("b8");
        return Library.Shelves[0];
    }

    private static Task<Shelf> Moved(Library library, MoveBookInput input)
    {
        library.Moved.Add(input.BookId);
        return Task.FromResult(Library.Shelves[0] with { Name = $"{input.Position}{input.Colour}{string.Concat(input.Notes ?? [])}" });
    }
}
