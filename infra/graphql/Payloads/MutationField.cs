using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary>
/// A mutation: one <c>input: VerbNounInput!</c>, a <c>VerbNounPayload</c> with the result fields and <c>errors: [VerbNounError!]</c>, null when there are none.
/// <code>
/// mutation.Mutation&lt;FinishStudySessionInputType, StudyOutcome&gt;("finishStudySession", "Ends a session and posts its credit.")
///     .Field&lt;StudySessionType&gt;("studySession", "The session as it is now.", outcome => outcome.Session)
///     .Field&lt;ListGraphType&lt;NonNullGraphType&lt;CreditType&gt;&gt;&gt;("credits", "What was posted.", outcome => outcome.Credits)
///     .Errors("StudySessionClosed")
///     .RequireRole("Member")
///     .Resolve&lt;FinishStudySessionInput&gt;((input, ctx) => ctx.Service&lt;StudyDesk&gt;().FinishAsync(input.SessionId, ctx.CancellationToken));
/// </code>
/// An <see cref="ExpectedError"/> the resolver throws becomes a member of <c>errors</c>. Those of <see cref="IProductErrors.OfEveryMutation"/> need no
/// declaring, and one that was forgotten arrives as <c>RefusedError</c> with its own code. A result that carries an error beside data says so with
/// <see cref="AlsoErrors"/>. Every mutation is told to <see cref="IAuditTrail"/> without saying so; the first id of its input is what it is about.
/// </summary>
public sealed class MutationField<TResult>
    where TResult : class
{
    private readonly FieldBuilder<object?, object> _field;
    private readonly ObjectGraphType<MutationOutcome> _payload;
    private readonly ErrorTypes _errorTypes;
    private readonly UnionGraphType _union;
    private readonly HashSet<string> _declared = [];
    private Func<TResult, ExpectedError?> _also = _ => null;
    private bool _refusalsOnly;

    internal MutationField(MutationRoot mutation, Type inputType, string name, string description)
    {
        var pascal = $"{char.ToUpperInvariant(name[0])}{name[1..]}";
        _errorTypes = mutation.ErrorTypes;
        _payload = new ObjectGraphType<MutationOutcome> { Name = $"{pascal}Payload", Description = $"What {name} answers." };
        _union = new UnionGraphType
        {
            Name = $"{pascal}Error",
            Description = $"Why {name} may be refused.",
            ResolveType = _errorTypes.Resolve(_declared),
        };
        _field = mutation
            .Field(name, new NonNullGraphType(_payload))
            .Description(description)
            .Argument(typeof(NonNullGraphType<>).MakeGenericType(inputType), "input", argument => argument.Description = $"What {name} needs.");
        _field.Cost(FieldCosts.OfAccess);
        _union.AddPossibleType(_errorTypes.Refused);
        _payload
            .Field("errors", new ListGraphType(new NonNullGraphType(_union)))
            .Description("Why it was refused; null when it was done.")
            .Entries(1)
            .From(source => source.Errors);
        Errors([.. mutation.CommonErrors]);
    }

    /// <summary>A field of the payload; always nullable, because on failure there is nothing to show.</summary>
    public MutationField<TResult> Field<TGraph>(string name, string description, Func<TResult, object?> read)
        where TGraph : IGraphType
    {
        _payload.Field<TGraph>(name).Description(description).From(source => source.Result is TResult result ? read(result) : null);
        return this;
    }

    /// <summary>Which failures the mutation answers with, besides those of every mutation; each becomes a member of the union.</summary>
    public MutationField<TResult> Errors(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_declared.Add(name))
                _union.AddPossibleType(_errorTypes.Of(name));
        }

        return this;
    }

    /// <summary>
    /// A field of an error beside code and message: the object it is about. Mutations that share the error share the field, and leave it null where they have
    /// none.
    /// </summary>
    public MutationField<TResult> ErrorShows<TGraph>(string error, string name, string description, Func<ExpectedError, object?> read)
        where TGraph : IGraphType
    {
        var type = _errorTypes.Of(error);
        if (type.Fields.Find(name) is null)
            type.Field<TGraph>(name).Description(description).From(source => read(source));
        return Errors(error);
    }

    /// <summary>For results that carry an error beside their data.</summary>
    public MutationField<TResult> AlsoErrors(Func<TResult, ExpectedError?> read)
    {
        _also = read;
        return this;
    }

    /// <summary>Any of these roles, or one that includes it; see <see cref="FieldRights"/>.</summary>
    public MutationField<TResult> RequireRole(params string[] roles)
    {
        _field.FieldType.RequireRole(roles);
        return this;
    }

    /// <inheritdoc cref="FieldCosts.Cost(FieldType, double)"/>
    public MutationField<TResult> Cost(double weight)
    {
        _field.Cost(weight);
        return this;
    }

    /// <summary>What it does is on record by its own data, so the audit log is told only of what it refuses. Everything else is told whole.</summary>
    public MutationField<TResult> KeepsItsOwnRecord()
    {
        _refusalsOnly = true;
        return this;
    }

    public void Resolve<TInput>(Func<TInput, IResolveFieldContext, Task<TResult>> resolve) =>
        _field.ResolveAsync(async ctx => await ctx.Service<IAuditTrail>().MutateAsync(ctx, _refusalsOnly, () => MutateAsync(resolve, ctx)));

    private async Task<MutationOutcome> MutateAsync<TInput>(Func<TInput, IResolveFieldContext, Task<TResult>> resolve, IResolveFieldContext ctx)
    {
        try
        {
            var result = await resolve(ctx.GetArgument<TInput>("input"), ctx);
            return new MutationOutcome(result, _also(result) is { } error ? [error] : null);
        }
        catch (ExpectedError error)
        {
            return new MutationOutcome(null, [error]);
        }
        finally
        {
            // What the next mutation of the document reads must not be what the one before it saw.
            ctx.ForgetLoaded();
        }
    }
}

/// <summary>What a payload is read from.</summary>
public sealed record MutationOutcome(object? Result, IReadOnlyList<ExpectedError>? Errors);

public static class MutationFields
{
    /// <inheritdoc cref="MutationField{TResult}"/>
    public static MutationField<TResult> Mutation<TInputType, TResult>(this MutationRoot mutation, string name, string description)
        where TInputType : IInputObjectGraphType
        where TResult : class => new(mutation, typeof(TInputType), name, description);
}
