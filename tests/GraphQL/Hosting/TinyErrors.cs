using System.Globalization;
using GraphQL.Types;

namespace ELearning.GraphQL.Tests.Hosting;

/// <summary>An expected failure of the <see cref="TinySchema"/>.</summary>
internal sealed class TinyError(string name, params object?[] arguments) : ExpectedError(name, arguments)
{
    public static TinyError NotFound() => new(TinyErrors.NotFoundName);
}

/// <summary>Who has a book that is lent, and since when.</summary>
internal sealed record Loan(string Borrower, DateTimeOffset Since);

/// <summary>What the <see cref="TinySchema"/> says of its errors, beside the server's own texts.</summary>
internal sealed class TinyErrors : PlainErrors
{
    public const string NotFoundName = "NotFound";
    public const string InvalidInput = nameof(InvalidInput);
    public const string BookLent = nameof(BookLent);

    private static readonly Dictionary<string, BilingualText> Texts = new()
    {
        ["NOT_FOUND"] = new("没有这本书。", "There is no such book."),
        ["INVALID_INPUT"] = new("“{0}”无效。", "“{0}” is invalid."),
        ["BOOK_LENT"] = new("此书已借出。", "The book is lent."),
        ["SHELF_LOCKED"] = new("书架已上锁。", "The shelf is locked."),
    };

    public static TinyErrors Instance { get; } = new();

    public override IReadOnlyList<string> OfEveryMutation { get; } = [NotFoundName, InvalidInput];

    public override string TextOf(string code, IReadOnlyList<object?> arguments) =>
        Texts.TryGetValue(code, out var text)
            ? string.Format(CultureInfo.InvariantCulture, BilingualTexts.Choose(text), [.. arguments])
            : base.TextOf(code, arguments);

    public override void AddFields(string name, ObjectGraphType<ExpectedError> type)
    {
        switch (name)
        {
            case InvalidInput:
                type.Field<StringGraphType>("field").Description("Which field.").From(source => source.Arguments[0]);
                break;
            case BookLent:
                type.Field<StringGraphType>("borrower").Description("Who has it.").From(source => (source.Detail as Loan)?.Borrower);
                type.Field<DateTimeScalar>("since").Description("Since when.").From(source => (source.Detail as Loan)?.Since);
                break;
        }
    }
}
