namespace ELearning.Api;

/// <summary>What a compliance report costs beside its weight; see <see cref="WorkCharge"/>.</summary>
internal static class ReportPrice
{
    /// <summary>Members with their ledgers that are read for one.</summary>
    public const int MembersForOne = 10;
}
