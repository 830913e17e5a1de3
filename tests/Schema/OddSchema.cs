using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Tests.Schemas;

internal interface IOdd
{
    int Number { get; }
}

internal sealed record Odd(int Number, IReadOnlyList<Odd> Below) : IOdd
{
    public static Odd Tree { get; } = Make(1, 3);

    public string? Name => Number % 3 == 0 ? null : $"“{Number}” <奇> & 'a\\b'";

    /// <summary>Only of some numbers is it what its type promises.</summary>
    public string? Fragile =>
        Number % 4 == 0 ? null
        : Number % 5 == 0 ? throw new ContentError(ContentErrorCode.Conflict)
        : "whole";

    public IReadOnlyList<string?> Names => [.. Below.Select(odd => odd.Name)];

    private static Odd Make(int number, int depth) => new(number, depth == 0 ? [] : [.. Enumerable.Range(0, 3).Select(i => Make((number * 3) + i, depth - 1))]);
}

internal sealed record Even(int Number) : IOdd;

internal sealed class OddLoader : BatchLoader<int, Odd>
{
    protected override async Task<IReadOnlyDictionary<int, Odd>> FetchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return keys.Where(key => key % 7 != 0).ToDictionary(key => key, key => new Odd(key + 1, []));
    }
}

internal sealed class FailingLoader : BatchLoader<int, Odd>
{
    protected override Task<IReadOnlyDictionary<int, Odd>> FetchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken) =>
        throw ContentError.NotFound("Courseware");
}

/// <summary>Whatever can go wrong or come late below an object: what an engine must get right beside the ordinary.</summary>
internal sealed class OddType : ObjectType<Odd>
{
    public OddType()
        : base("Odd.")
    {
        Field(x => x.Number).Description("Read by its getter.");
        Field(x => x.Name, nullable: true).Description("Null of some.");
        Field<StringGraphType>("fragile").Description("Throws for some, and may be null.").From(odd => odd.Fragile);
        Field<NonNullGraphType<StringGraphType>>("promised").Description("Throws or is null for some, and must not be.").From(odd => odd.Fragile);
        Field<StringGraphType>("late")
            .Description("Comes later.")
            .ResolveAsync(async ctx =>
            {
                await Task.Yield();
                return ctx.Source.Fragile;
            });
        Field<NonNullGraphType<StringGraphType>>("lateAndPromised")
            .Description("Comes later, or not.")
            .ResolveAsync(async ctx =>
            {
                await Task.Yield();
                return ctx.Source.Fragile;
            });
        Field<ListGraphType<StringGraphType>>("names").Description("With nulls.").From(odd => odd.Names);
        Field<ListGraphType<NonNullGraphType<StringGraphType>>>("strictNames").Description("Without.").From(odd => odd.Names);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OddType>>>>("below")
            .Description("Below.")
            .Argument<IntGraphType>("first", "How many.")
            .Resolve(ctx => ctx.Source.Below.Take(ctx.GetArgument("first", 9)));
        Field<OddType>("picked")
            .Description("One below.")
            .Argument<NonNullGraphType<IntGraphType>>("number", "Which.")
            .Argument<ListGraphType<NonNullGraphType<StringGraphType>>>("names", "Or what.")
            .Argument<NonNullGraphType<BooleanGraphType>>("deep", "Whether.", argument => argument.DefaultValue = true)
            .Resolve(ctx => ctx.Source.Below.ElementAtOrDefault(ctx.GetArgument<int>("number")));
        Field<ListGraphType<OddType>>("gaps").Description("With nulls between.").From(odd => odd.Below.Select(below => below.Number % 2 == 0 ? null : below));
        Field<ListGraphType<NonNullGraphType<OddType>>>("strictGaps")
            .Description("With nulls where none may be.")
            .From(odd => odd.Below.Select(below => below.Number % 2 == 0 ? null : below));
        Field<ListGraphType<ListGraphType<OddType>>>("rows").Description("Lists in a list.").From(odd => new[] { odd.Below, null, odd.Below });
        Field<ListGraphType<ListGraphType<IntGraphType>>>("numbers")
            .Description("Lists of leaves in a list.")
            .From(odd => new[] { new int?[] { odd.Number, null } });
        Field<OddType, IDataLoaderResult<Odd?>>("loaded")
            .Description("Of another loader, null of some.")
            .Resolve(ctx => ctx.Loader<OddLoader>().LoadAsync(ctx.Source.Number));
        Field<ListGraphType<OddType>>("loadedEach")
            .Description("A loader for each.")
            .Resolve(ctx => ctx.Source.Below.Select(below => ctx.Loader<OddLoader>().LoadAsync(below.Number)));
        Field<OddType, IDataLoaderResult<Odd?>>("notLoaded")
            .Description("Its loader fails.")
            .Resolve(ctx => ctx.Loader<FailingLoader>().LoadAsync(ctx.Source.Number));
        Field<OddInterface>("other").Description("One of two.").From(odd => odd.Number % 2 == 0 ? new Even(odd.Number) : odd);
        Field<ListGraphType<OddUnion>>("others")
            .Description("Each one of two.")
            .From(odd => odd.Below.Select(below => below.Number % 2 == 0 ? (object)new Even(below.Number) : below));
        Field<OddInterface>("stranger").Description("Of no type that is known.").From(odd => odd.Number % 2 == 0 ? "nobody" : odd);
        Field<IntGraphType>("wrong").Description("No number.").From(odd => odd.Number % 2 == 0 ? "text" : odd.Number);
        Interface<OddInterface>();
    }
}

internal sealed class EvenType : ObjectType<Even>
{
    public EvenType()
        : base("Even.")
    {
        Field(x => x.Number).Description("Its number.");
        Field<StringGraphType>("half").Description("Half of it.").From(even => $"{even.Number / 2}");
        Interface<OddInterface>();
    }
}

internal sealed class OddInterface : InterfaceGraphType<IOdd>
{
    public OddInterface()
    {
        Name = "Numbered";
        Description = "Has a number.";
        Field<NonNullGraphType<IntGraphType>>("number").Description("Its number.");
    }
}

internal sealed class OddUnion : UnionGraphType
{
    public OddUnion()
    {
        Name = "OddOrEven";
        Description = "Either.";
        Type<OddType>();
        Type<EvenType>();
    }
}

internal sealed class OddSchema : Schema
{
    public OddSchema(IServiceProvider services)
        : base(services)
    {
        ScalarTypes.AddTo(this);
        var query = new ObjectGraphType { Name = "Query", Description = "Query." };
        query.Field<NonNullGraphType<OddType>>("odd").Description("One.").Resolve(_ => Odd.Tree);
        query
            .Field<OddType>("slow")
            .Description("The same, later.")
            .ResolveAsync(async _ =>
            {
                await Task.Yield();
                return Odd.Tree;
            });
        query.Field<OddType>("none").Description("None.").Resolve(_ => null);
        Query = query;
        var mutation = new ObjectGraphType { Name = "Mutation", Description = "Mutation." };
        var count = 0;
        mutation
            .Field<NonNullGraphType<OddType>>("count")
            .Description("Counts up.")
            .ResolveAsync(async _ =>
            {
                await Task.Yield();
                return Odd.Tree with { Number = ++count % 6 };
            });
        Mutation = mutation;
    }
}
