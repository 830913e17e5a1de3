using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed record RequestCorrectionInput(string Text);

internal sealed class RequestCorrectionInputType : InputType<RequestCorrectionInput>
{
    public RequestCorrectionInputType()
        : base("What is wrong in one's own record.") => Field(x => x.Text).Description("In one's own words, 1 to 1,000 characters.");
}

internal sealed record AnswerCorrectionInput(string RequestId, CorrectionStatus Status, string Answer);

internal sealed class AnswerCorrectionInputType : InputType<AnswerCorrectionInput>
{
    public AnswerCorrectionInputType()
        : base("An answer to a request for a correction.")
    {
        Field<NonNullGraphType<IdGraphType>>("requestId").Description("The request.").OfNode("CorrectionRequest");
        Field(x => x.Status).Description("CORRECTED or DECLINED.");
        Field(x => x.Answer).Description("What was corrected, or why not: 1 to 1,000 characters for the member to read.");
    }
}

internal static class CorrectionMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<RequestCorrectionInputType, CorrectionRequest>(
                "requestCorrection",
                "Says that something in one's own record is wrong; at most 5 wait at a time."
            )
            .Field<CorrectionRequestType>("correctionRequest", "The request.", request => request)
            .Errors(ContentErrorCode.TooManyCorrections)
            .RequireRole(Rights.Studying)
            .Resolve<RequestCorrectionInput>((input, ctx) => ctx.Service<Corrections>().RequestAsync(ctx.OwnMemberId(), input.Text, ctx.CancellationToken));

        mutation
            .Mutation<AnswerCorrectionInputType, CorrectionRequest>(
                "answerCorrection",
                "Answers a request for a correction, once; what is to be corrected is corrected by the mutations of the register."
            )
            .Field<CorrectionRequestType>("correctionRequest", "The request.", request => request)
            .Errors(ContentErrorCode.CorrectionAnswered)
            .RequireRole(Rights.Keeping)
            .Resolve<AnswerCorrectionInput>(
                async (input, ctx) =>
                {
                    await ctx.KeptOwnerAsync(input.RequestId.Split('/')[0], "CorrectionRequest");
                    return await ctx.Service<Corrections>().AnswerAsync(input.RequestId, input.Status, input.Answer, ctx.Caller().Actor, ctx.CancellationToken);
                }
            );
    }
}
