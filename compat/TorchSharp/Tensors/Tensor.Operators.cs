namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => Op.Call("add.Tensor", left, right);
        public static Tensor operator +(Tensor left, Scalar right) => Op.Call("add.Scalar", left, right);
        public static Tensor operator +(Tensor left, int right) => Op.Call("add.Scalar", left, right);
        public static Tensor operator +(Tensor left, long right) => Op.Call("add.Scalar", left, right);
        public static Tensor operator +(Tensor left, float right) => Op.Call("add.Scalar", left, right);
        public static Tensor operator +(Tensor left, double right) => Op.Call("add.Scalar", left, right);
        public static Tensor operator +(Scalar left, Tensor right) => Op.Call("add.Scalar", right, left);
        public static Tensor operator +(int left, Tensor right) => Op.Call("add.Scalar", right, left);
        public static Tensor operator +(long left, Tensor right) => Op.Call("add.Scalar", right, left);
        public static Tensor operator +(float left, Tensor right) => Op.Call("add.Scalar", right, left);
        public static Tensor operator +(double left, Tensor right) => Op.Call("add.Scalar", right, left);

        public static Tensor operator *(Tensor left, Tensor right) => Op.Call("mul.Tensor", left, right);
        public static Tensor operator *(Tensor left, Scalar right) => Op.Call("mul.Scalar", left, right);
        public static Tensor operator *(Tensor left, int right) => Op.Call("mul.Scalar", left, right);
        public static Tensor operator *(Tensor left, long right) => Op.Call("mul.Scalar", left, right);
        public static Tensor operator *(Tensor left, float right) => Op.Call("mul.Scalar", left, right);
        public static Tensor operator *(Tensor left, double right) => Op.Call("mul.Scalar", left, right);
        public static Tensor operator *(Scalar left, Tensor right) => Op.Call("mul.Scalar", right, left);
        public static Tensor operator *(int left, Tensor right) => Op.Call("mul.Scalar", right, left);
        public static Tensor operator *(long left, Tensor right) => Op.Call("mul.Scalar", right, left);
        public static Tensor operator *(float left, Tensor right) => Op.Call("mul.Scalar", right, left);
        public static Tensor operator *(double left, Tensor right) => Op.Call("mul.Scalar", right, left);

        public static Tensor operator -(Tensor left, Tensor right) => Op.Call("sub.Tensor", left, right);
        public static Tensor operator -(Tensor left, Scalar right) => Op.Call("sub.Scalar", left, right);
        public static Tensor operator -(Tensor left, int right) => Op.Call("sub.Scalar", left, right);
        public static Tensor operator -(Tensor left, long right) => Op.Call("sub.Scalar", left, right);
        public static Tensor operator -(Tensor left, float right) => Op.Call("sub.Scalar", left, right);
        public static Tensor operator -(Tensor left, double right) => Op.Call("sub.Scalar", left, right);
        public static Tensor operator -(Scalar left, Tensor right) => Op.Call("rsub.Scalar", right, left);
        public static Tensor operator -(int left, Tensor right) => Op.Call("rsub.Scalar", right, left);
        public static Tensor operator -(long left, Tensor right) => Op.Call("rsub.Scalar", right, left);
        public static Tensor operator -(float left, Tensor right) => Op.Call("rsub.Scalar", right, left);
        public static Tensor operator -(double left, Tensor right) => Op.Call("rsub.Scalar", right, left);

        public static Tensor operator /(Tensor left, Tensor right) => Op.Call("div.Tensor", left, right);
        public static Tensor operator /(Tensor left, Scalar right) => Op.Call("div.Scalar", left, right);
        public static Tensor operator /(Tensor left, int right) => Op.Call("div.Scalar", left, right);
        public static Tensor operator /(Tensor left, long right) => Op.Call("div.Scalar", left, right);
        public static Tensor operator /(Tensor left, float right) => Op.Call("div.Scalar", left, right);
        public static Tensor operator /(Tensor left, double right) => Op.Call("div.Scalar", left, right);
        public static Tensor operator /(Scalar left, Tensor right) => Over(left, right);
        public static Tensor operator /(int left, Tensor right) => Over(left, right);
        public static Tensor operator /(long left, Tensor right) => Over(left, right);
        public static Tensor operator /(float left, Tensor right) => Over(left, right);
        public static Tensor operator /(double left, Tensor right) => Over(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Op.Call("remainder.Tensor", left, right);
        public static Tensor operator %(Tensor left, Scalar right) => Op.Call("remainder.Scalar", left, right);
        public static Tensor operator %(Tensor left, int right) => Op.Call("remainder.Scalar", left, right);
        public static Tensor operator %(Tensor left, long right) => Op.Call("remainder.Scalar", left, right);
        public static Tensor operator %(Tensor left, float right) => Op.Call("remainder.Scalar", left, right);
        public static Tensor operator %(Tensor left, double right) => Op.Call("remainder.Scalar", left, right);

        public static Tensor operator -(Tensor tensor) => tensor.neg();
        public static Tensor operator ~(Tensor left) => left.bitwise_not();
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        public static implicit operator Tensor(byte value) => tensor(value);
        public static implicit operator Tensor(sbyte value) => tensor(value);
        public static implicit operator Tensor(short value) => tensor(value);
        public static implicit operator Tensor(int value) => tensor(value);
        public static implicit operator Tensor(long value) => tensor(value);
        public static implicit operator Tensor(float value) => tensor(value);
        public static implicit operator Tensor(double value) => tensor(value);
        public static implicit operator Tensor(bool value) => tensor(value);
        public static implicit operator Tensor((float, float) value) => tensor(value);
        public static implicit operator Tensor(System.Numerics.Complex value) => tensor(value);
        public static implicit operator Tensor(byte[] value) => tensor(value);
        public static implicit operator Tensor(sbyte[] value) => tensor(value);
        public static implicit operator Tensor(short[] value) => tensor(value);
        public static implicit operator Tensor(int[] value) => tensor(value);
        public static implicit operator Tensor(long[] value) => tensor(value);
        public static implicit operator Tensor(float[] value) => tensor(value);
        public static implicit operator Tensor(double[] value) => tensor(value);
        public static implicit operator Tensor(bool[] value) => tensor(value);
        public static implicit operator Tensor((float, float)[] value) => tensor(value);
        public static implicit operator Tensor(System.Numerics.Complex[] value) => tensor(value);

        // Exists so that overloads resolve as they do in the published package; it throws there as well.
        public static implicit operator Tensor(Scalar scalar) =>
            throw new InvalidOperationException("a Scalar is no tensor: use torch.tensor");

        public static explicit operator float(Tensor value) => value.ToSingle();
        public static explicit operator double(Tensor value) => value.ToDouble();
        public static explicit operator sbyte(Tensor value) => value.ToSByte();
        public static explicit operator byte(Tensor value) => value.ToByte();
        public static explicit operator short(Tensor value) => value.ToInt16();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator bool(Tensor value) => value.ToBoolean();

        // As the published package: the reciprocal times the number, not one division.
        private static Tensor Over(Value left, Tensor right)
        {
            using var reciprocal = right.reciprocal();
            return Op.Call("mul.Scalar", reciprocal, left);
        }
    }
}
