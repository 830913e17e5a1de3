using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary><c>interface Error { code message }</c>: what every member of a payload's <c>errors</c> can be read as.</summary>
internal sealed class ErrorInterface : InterfaceGraphType<ContentError>
{
    public ErrorInterface()
    {
        Name = "Error";
        Description = "An expected failure of a mutation.";
        Field<NonNullGraphType<StringGraphType>>("code").Description("Stable, for programs: SCREAMING_SNAKE.");
        Field<NonNullGraphType<StringGraphType>>("message").Description("For people, in the language asked for.");
    }
}

/// <summary>
/// The error object types of one schema, one for each <see cref="ContentErrorCode"/> used: <c>NotFound</c> → <c>NotFoundError</c>.
/// Errors that carry more than code and message get their fields in <see cref="AddDetails"/>.
/// </summary>
internal sealed class ErrorTypes
{
    private readonly Dictionary<ContentErrorCode, ObjectGraphType<ContentError>> _types = [];

    /// <summary>A failure the mutation did not declare: still typed, with its real code.</summary>
    public ObjectGraphType<ContentError> Refused { get; } = Make("RefusedError", "A failure without a type of its own in this mutation; the code says which.");

    public ObjectGraphType<ContentError> Of(ContentErrorCode code)
    {
        if (_types.TryGetValue(code, out var known))
            return known;

        var type = Make($"{code}Error", ErrorTexts.DescriptionOf(code));
        AddDetails(code, type);
        return _types[code] = type;
    }

    /// <summary>Chooses the member of a union that declared <paramref name="declared"/>.</summary>
    public Func<object, IObjectGraphType?> Resolve(IReadOnlySet<ContentErrorCode> declared) =>
        error => error is ContentError { Code: var code } && declared.Contains(code) ? Of(code) : Refused;

    private static void AddDetails(ContentErrorCode code, ObjectGraphType<ContentError> type)
    {
        switch (code)
        {
            case ContentErrorCode.InvalidInput:
                type.Field<StringGraphType>("field")
                    .Description("The input field, a path where nested: `segments[0].endSeconds`.")
                    .From(source => source.Arguments.ElementAtOrDefault(0));
                break;
            case ContentErrorCode.OperationRefused:
                type.Field<StringGraphType>("fault")
                    .Description("The code with which a request with this document would be refused.")
                    .From(source => source.Arguments.ElementAtOrDefault(1));
                break;
            case ContentErrorCode.PresenceCheckDue:
                type.Field<PresenceCheckType>("presenceCheck").Description("The check to answer first.").From(source => source.Detail as PresenceCheck);
                break;
            case ContentErrorCode.StudySessionActive:
                type.Field<StringGraphType>("title").Description("The courseware being studied.").Resolve(ctx => Active(ctx)?.CoursewareTitle);
                type.Field<StringGraphType>("deviceName")
                    .Description("The device it is studied on, as it named itself.")
                    .Resolve(ctx => Active(ctx)?.DeviceName);
                type.Field<DateTimeScalar>("since").Description("When that session began.").Resolve(ctx => Active(ctx)?.Since);
                break;
        }
    }

    private static ActiveSession? Active(IResolveFieldContext<ContentError> context) => context.Source.Detail as ActiveSession;

    private static ObjectGraphType<ContentError> Make(string name, string description)
    {
        // Several object types share one source type; the union decides by code, so the type check by source would only mislead.
        var type = new ObjectGraphType<ContentError>
        {
            Name = name,
            Description = description,
            SkipTypeCheck = true,
        };
        type.Field<NonNullGraphType<StringGraphType>>("code")
            .Description("Stable, for programs: SCREAMING_SNAKE.")
            .From(source => ErrorTexts.CodeOf(source.Code));
        type.Field<NonNullGraphType<StringGraphType>>("message").Description("For people, in the language asked for.").From(source => ErrorTexts.Of(source));
        type.Interface<ErrorInterface>();
        return type;
    }
}
