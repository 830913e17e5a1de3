using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace ELearning.Api;

/// <summary>
/// What connections receive into. Kestrel's own blocks are a page each, so that a film of a gigabyte comes in by a quarter of a million calls, each with a wait
/// before it; these are large enough for the calls to cost little beside the copying. A connection that waits for a request holds none.
/// </summary>
internal sealed class ReceiveBuffers : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private const int Least = 32 << 10;

        public override int MaxBufferSize => Shared.MaxBufferSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, Least));

        protected override void Dispose(bool disposing) { }
    }
}
